/** A receiver on the server of npm `xmlrpc`: it waits for a methodCall, so a bare methodResponse finds nobody. */
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import xmlrpc from 'xmlrpc'
import { Receiver, receiverHooks, type Receiving } from './receiver.ts'

interface Members {
  [name: string]: string
}

export async function startNpmReceiver(): Promise<Receiving> {
  const receiver = new Receiver()
  const served = xmlrpc.createServer({ host: '127.0.0.1', port: 0 }) as unknown as {
    httpServer: Server
    on(
      method: string,
      handler: (error: unknown, params: Members[], answer: (error: null, value: string) => void) => void,
    ): void
  }
  served.on('topUpReport', (_, [members], answer) => {
    const {
      RESPONSECODE: code = '',
      REQUESTID = '',
      MESSAGE: message = '',
      SN: serial = '',
      TRANSACTIONID: id = '',
    } = members ?? {}
    const sale = receiver.sales.get(REQUESTID)
    if (sale) receiver.settle(sale, { code, trx: REQUESTID, message, serial, id })
    answer(null, 'OK')
  })
  await new Promise<void>((ready) => served.httpServer.once('listening', ready))
  const { port } = served.httpServer.address() as AddressInfo
  const close = () =>
    new Promise<void>((done) => {
      served.httpServer.close(() => done())
      served.httpServer.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}/RPC2`, hooks: receiverHooks(receiver), close }
}
