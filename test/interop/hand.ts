// scratch
import { Counter, startPlain } from './plain.ts'
import { startRefusing } from './refusing.ts'
import { startPython } from './python.ts'
import { tryPartner, told } from './trial.ts'
const [, , which = 'plain', from = '1', to = from, quiet = ''] = process.argv
import { startFaulting } from './faulting.ts'
import { startFlexible } from './flexible.ts'
import { startStores } from './stores.ts'
import { startSoapPartner } from './soap-partner.ts'
import { soapControlHooks } from './soap-control.ts'
process.env.TOK = 'tok-1234-abcd'
const starts: any = {
  soap: async () => {
    const p = await startSoapPartner({ signingKey: 'rahasia-antar-mitra', controlToken: 'tok-1234-abcd' })
    return { ...p, control: soapControlHooks(p.control, 'TOK') }
  },
  faulting: startFaulting,
  noWsdl: async () => ({ ...(await startFaulting()), declaration: { wsdl: 'supplied' } }),
  flexDefault: () => startFlexible({}),
  reusable: async () => ({
    ...(await startFlexible({ reusable: true })),
    declaration: { profile: { reusableCode: true } },
  }),
  open: async () => ({
    ...(await startFlexible({ open: true })),
    declaration: { profile: { billKind: 'open', allowOverpay: true } },
  }),
  openNoOver: async () => ({
    ...(await startFlexible({ open: true })),
    declaration: { profile: { billKind: 'open' } },
  }),
  closed: async () => ({
    ...(await startFlexible({ closed: true })),
    declaration: { profile: { billKind: 'closed' } },
  }),
  overpay: async () => ({
    ...(await startFlexible({ overpay: true })),
    declaration: { profile: { allowOverpay: true } },
  }),
  decimals: async () => ({
    ...(await startFlexible({ decimals: true })),
    declaration: { profile: { amountDecimals: 2 } },
  }),
  decimalsUndeclared: async () => ({ ...(await startFlexible({ decimals: true })), declaration: {} }),
  fresh: async () => ({
    ...(await startFlexible({ freshIds: true })),
    declaration: { profile: { messageId: 'fresh' } },
  }),
  inqfirst: async () => ({
    ...(await startFlexible({ inquireFirst: true })),
    declaration: { profile: { inquiryRequired: true } },
  }),
  inqfirstUndeclared: async () => ({ ...(await startFlexible({ inquireFirst: true })), declaration: {} }),
  ns: async () => ({
    ...(await startFlexible({ namespace: 'http://tempuri.org/', action: '"http://tempuri.org/pay"' })),
    declaration: { profile: { payloadNs: 'http://tempuri.org/', soapAction: '"http://tempuri.org/pay"' } },
  }),
  nsUnq: async () => ({
    ...(await startFlexible({ namespace: 'http://tempuri.org/' })),
    declaration: { profile: { payloadNs: 'http://tempuri.org/', qualifiedLeaves: false } },
  }),
  root: async () => ({
    ...(await startFlexible({ reversalRoot: 'ReversalRes' })),
    declaration: { profile: { reversalRoot: 'ReversalRes' } },
  }),
  rootPay: async () => ({ ...(await startFlexible({ reversalRoot: 'ResPayment' })), declaration: {} }),
  product: async () => ({
    ...(await startFlexible({ productCode: 'X' })),
    declaration: { profile: { productCode: 'required', productCodeValue: '777001' } },
  }),
  noProduct: async () => ({
    ...(await startFlexible({})),
    declaration: { profile: { productCode: 'none' } },
  }),
  all: async () => ({
    ...(await startFlexible({
      reusable: true,
      open: true,
      overpay: true,
      decimals: true,
      freshIds: true,
      inquireFirst: true,
      namespace: 'urn:x',
      productCode: 'X',
      hours: 9,
    })),
    declaration: {
      profile: {
        reusableCode: true,
        billKind: 'open',
        allowOverpay: true,
        amountDecimals: 2,
        messageId: 'fresh',
        inquiryRequired: true,
        payloadNs: 'urn:x',
        productCode: 'required',
        timezone: 'Asia/Jayapura',
      },
    },
  }),
  storesUndeclared: () => startStores(),
  stores: async () => ({ ...(await startStores()), declaration: { profile: { timezone: 'UTC' } } }),
  cancels: async () => ({
    ...(await startStores({ cancels: true, reopens: true, hours: 7 })),
    declaration: {},
  }),
  busy: async () => ({ ...(await startStores({ reopens: true, hours: 7 })), declaration: {} }),
  oneref: async () => ({
    ...(await startStores({ reopens: true, hours: 7, oneReference: true })),
    declaration: {},
  }),
  status: async () => ({
    ...(await startStores({ reopens: true, hours: 7, refusalStatus: 500 })),
    declaration: {},
  }),
  status422: async () => ({
    ...(await startStores({ reopens: true, hours: 7, refusalStatus: 422 })),
    declaration: {},
  }),
  slow: async () => ({ ...(await startStores({ reopens: true, hours: 7, slowMs: 120 })), declaration: {} }),
  idle1: () => startRefusing(undefined, 1),
  idle10: () => startRefusing(undefined, 10),
  idle40: () => startRefusing(undefined, 40),
  noledger: async () => {
    const p = await startPlain()
    const { ledger, ...hooks } = p.hooks!
    return { ...p, hooks }
  },
  noclock: async () => {
    const p = await startPlain()
    const { clock, tellsTime, ...hooks } = p.hooks!
    return { ...p, hooks }
  },
  onlyprov: async () => {
    const p = await startPlain()
    const { provision } = p.hooks!
    return { ...p, hooks: { provision } }
  },
  cannot: async () => {
    const p = await startPlain()
    return {
      ...p,
      hooks: { ...p.hooks, cannot: ['slow', 'failing', 'expired', 'ampersand', 'largest', 'big', 'endless'] },
    }
  },
  ownamounts: async () => {
    const p = await startPlain()
    let n = 0
    return {
      ...p,
      hooks: {
        ...p.hooks,
        provision: (d: any, w: any) =>
          p.hooks!.provision!(d, {
            ...w,
            amount: 25000,
            minAmount: 25000,
            fee: 0,
            code: '00' + String(++n).padStart(8, '0'),
          }),
      },
    }
  },
  ownopen: async () => {
    const p = await startPlain()
    let n = 0
    return {
      ...p,
      hooks: {
        ...p.hooks,
        provision: (d: any, w: any) =>
          p.hooks!.provision!(d, {
            ...w,
            amount: 1000000,
            minAmount: 0,
            fee: 0,
            code: 'aB' + String(++n).padStart(18, '0'),
          }),
      },
    }
  },
  tiny: async () => {
    const p = await startPlain()
    return {
      ...p,
      hooks: {
        ...p.hooks,
        provision: (d: any, w: any) => p.hooks!.provision!(d, { ...w, amount: 1, minAmount: 1, fee: 0 }),
      },
    }
  },
  silent: async () => {
    const p = await startPlain()
    return {
      ...p,
      hooks: {
        ...p.hooks,
        provision: async (d: any, w: any) => ({ code: (await p.hooks!.provision!(d, w)).code }),
      },
    }
  },
  silentown: async () => {
    const p = await startPlain()
    return {
      ...p,
      hooks: {
        ...p.hooks,
        provision: async (d: any, w: any) => ({
          code: (await p.hooks!.provision!(d, { ...w, amount: 25000, minAmount: 25000 })).code,
        }),
      },
    }
  },
  nosign: async () => {
    const p = await startPlain(Object.assign(new Counter(), { isGenuine: () => true }))
    return { ...p, declaration: { signature: 'none' } }
  },
  nosignAtAll: async () => {
    const p = await startPlain(Object.assign(new Counter(), { isGenuine: () => true }))
    return { ...p, hooks: undefined, declaration: { signature: 'none' } }
  },
  stock: () => startPython('', 'stock'),
  busy30: async () => ({
    ...(await startStores({ reopens: true, hours: 7, processMs: 30 })),
    declaration: {},
  }),
  cancels30: async () => ({
    ...(await startStores({ reopens: true, cancels: true, hours: 7, processMs: 30 })),
    declaration: {},
  }),
  busy300: async () => ({
    ...(await startStores({ reopens: true, hours: 7, processMs: 300 })),
    declaration: {},
  }),
  cancels300: async () => ({
    ...(await startStores({ reopens: true, hours: 7, cancels: true, processMs: 300 })),
    declaration: {},
  }),
  busyNoLedger: async () => {
    const p = await startStores({ reopens: true, hours: 7, processMs: 100 })
    const { ledger, ...hooks } = p.hooks!
    return { ...p, hooks }
  },
  single: () => (startPython as any)('', 'single'),
  plain: startPlain,
  refusing: startRefusing,
  python: startPython,
}
const tally = new Map<string, number>()
for (let seed = Number(from); seed <= Number(to); seed++) {
  const p = await starts[which]()
  const o = await tryPartner(
    {
      url: p.url,
      signature: 'hmac-sha384',
      credentials: { key: 'rahasia-antar-mitra' },
      timeoutMs: 2000,
      ...p.declaration,
      ...(p.control ? { hooks: p.control } : {}),
    },
    { seed, hooks: p.hooks },
  )
  await p.close()
  for (const f of o.findings) {
    const k = `${f.verdict} ${f.rule}@${f.place}`
    tally.set(k, (tally.get(k) ?? 0) + 1)
  }
  if (!quiet || o.verdict !== 'conforms')
    console.log(
      seed,
      o.verdict,
      o.requests,
      o.elapsedMs,
      o.failed.join(' '),
      '| warn',
      o.warned.join(' '),
      '| open',
      o.open.map((x) => x.id + ' ' + x.verdict + ' ' + x.reason).join(', '),
      o.errors,
    )
  for (const f of o.findings) if (!quiet || f.verdict !== 'warn') console.log(told(f))
}
console.log(tally)
