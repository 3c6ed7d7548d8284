/** Defects of serial numbers and PLN tokens. */
import type { Defect } from '../../../defect.ts'
import type { Bend } from '../bend.ts'
import { isToken, pairing } from '../bend.ts'
import type { Deal } from '../ledger.ts'
import { fiveParts, kindOf } from '../serials.ts'
import type { Steps } from '../steps.ts'

type Serial = ReturnType<Steps['serial']>

/** Changes serials of one kind of product. */
const serial =
  (kind: ReturnType<typeof kindOf>, change: (honest: Serial, deal: Deal) => Partial<Serial>): Bend =>
  (honest) => ({
    serial(deal, till) {
      const made = honest.serial(deal, till)
      return kindOf(deal.product) === kind ? { ...made, ...change(made, deal) } : made
    },
  })

const pointer = '** FORMAT SN LIHAT KETERANGAN **'
const token = '1234-5678-9012-3456-7890'

export const serials: readonly Defect<Steps>[] = [
  {
    id: 'gives-one-serial',
    says: 'Gives one serial number for all top-ups.',
    breaks: ['serials.own'],
    steps: serial('pulsa', () => ({ sn: '0329135143014892' })),
  },
  {
    id: 'gives-bare-tokens',
    catalogue: 'M-XGW-34',
    says: 'Gives the bare token as the serial of a PLNA product.',
    breaks: ['serials.plna'],
    steps: serial('plna', ({ token: sn }) => ({ sn: sn! })),
  },
  {
    id: 'gives-five-parts',
    catalogue: 'M-XGW-35',
    says: 'Gives the five-part serial for a PLN product.',
    breaks: ['serials.pln'],
    steps: serial('pln', ({ token: made }, deal) => ({ sn: fiveParts(deal, deal.meter!, made!) })),
  },
  {
    id: 'runs-tokens-together',
    catalogue: 'M-XGW-36',
    says: 'Writes the serial of a PLN product without hyphens.',
    breaks: ['serials.pln'],
    steps: serial('pln', ({ sn }) => ({ sn: sn.replaceAll('-', '') })),
  },
  {
    id: 'gives-four-groups',
    says: 'Gives four groups of digits as the serial of a PLN product.',
    breaks: ['serials.pln'],
    steps: serial('pln', ({ sn }) => ({ sn: sn.slice(0, 19) })),
  },
  {
    id: 'groups-by-three',
    says: 'Gives groups of three digits as the serial of a PLN product.',
    breaks: ['serials.pln'],
    steps: serial('pln', ({ sn }) => ({ sn: sn.replace(/(\d{3})\d/g, '$1') })),
  },
  {
    id: 'swaps-power-and-tariff',
    catalogue: 'M-XGW-37',
    says: 'Writes power before tariff in the serial of a PLNA product.',
    breaks: ['serials.plna'],
    steps: serial('plna', ({ sn }) => ({ sn: sn.replace(/\/([^/]+)\/([^/]+)$/, '/$2/$1') })),
  },
  {
    id: 'gives-the-pointer',
    catalogue: 'M-XGW-38',
    says: 'Gives the words of the document in place of the serial of a PLNA product.',
    breaks: ['serials.plna'],
    steps: serial('plna', () => ({ sn: pointer })),
  },
  {
    id: 'says-another-token',
    catalogue: 'M-XGW-39',
    says: 'Writes another TOKEN into MESSAGE than into the serial.',
    breaks: ['serials.token'],
    steps: pairing(
      'TOKEN',
      (value) => value.replace(/^\d/, (digit) => String((Number(digit) + 1) % 10)),
      isToken,
    ),
  },
  {
    id: 'names-another-customer-in-serials',
    says: 'Writes the name of another customer into the serial of a PLNA product.',
    breaks: ['pln.same-customer'],
    steps: serial('plna', ({ token: made }, deal) => ({
      sn: fiveParts(deal, { ...deal.meter!, name: 'BUDI HARTONO' }, made!),
    })),
  },
  {
    id: 'gives-one-power-in-serials',
    says: 'Writes the tariff and the power of most households into every serial of a PLNA product.',
    breaks: ['pln.same-customer'],
    steps: serial('plna', ({ token: made }, deal) => ({
      sn: fiveParts(deal, { ...deal.meter!, tariff: 'R1', power: 450 }, made!),
    })),
  },
  {
    id: 'sells-one-token',
    catalogue: 'M-XGW-40',
    says: 'Sells one token again and again.',
    breaks: ['serials.token-unique'],
    steps: serial('pln', () => ({ sn: token, token })),
  },
  {
    id: 'sells-without-serial',
    says: 'Gives no serial number for a top-up.',
    breaks: ['serials.success'],
    steps: serial('pulsa', () => ({ sn: '' })),
  },
]
