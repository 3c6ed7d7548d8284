/** Clients that do otherwise than most, and keep their contract. */
import { randomBytes } from 'node:crypto'
import type { Odd } from '../../oddity.ts'
import { sender } from '../../posting.ts'
import type { ClientSteps } from './steps.ts'

const free = (
  id: string,
  says: string,
  because: string,
  steps: Odd<ClientSteps>['steps'],
): Odd<ClientSteps> => ({ id, says, because, steps })

export const freedoms: readonly Odd<ClientSteps>[] = [
  free('writes-indented', 'Breaks lines in its bodies.', 'The bytes are signed', () => ({
    write: (body) => JSON.stringify(body, null, 2),
  })),
  free('escapes-slashes', 'Escapes slashes in its bodies.', 'The bytes are signed', (honest) => ({
    write: (body) => honest.write(body).replaceAll('/', '\\/'),
  })),
  free('writes-small-headers', 'Writes names of headers in small letters.', 'HTTP', (honest) => ({
    headers: (headers, operation, shop) =>
      honest.headers(headers, operation, shop).map(([name, value]) => [name.toLowerCase(), value]),
  })),
  free('names-the-target', 'Sends a header Request-Target.', 'Libraries do', (honest) => ({
    headers: (headers, operation, shop) => [
      ...honest.headers(headers, operation, shop),
      ['Request-Target', operation === 'generate' ? shop.codePath : '/orders'],
    ],
  })),
  free('adds-a-charset', 'Adds a charset to the media type.', 'HTTP', (honest) => ({
    headers: (headers, operation, shop) =>
      honest
        .headers(headers, operation, shop)
        .map(([name, value]) => [name, name === 'Content-Type' ? 'application/json; charset=utf-8' : value]),
  })),
  free('adds-an-integration', 'Tells the library that it is.', 'Libraries do', (honest) => ({
    body: (order, shop) => ({
      ...honest.body(order, shop),
      additional_info: { integration: { name: 'nodejs-library', version: '2.0.0' } },
    }),
  })),
  free('writes-the-least', 'Writes mandatory members only.', 'The table', () => ({
    body: ({ invoice, amount }) => ({
      order: { invoice_number: invoice, amount },
      online_to_offline_info: { reusable_status: false },
      customer: { name: 'Taufik Ismail' },
      indomaret_info: { receipt: { description: invoice } },
    }),
  })),
  free('draws-hexadecimal-ids', 'Takes 32 hexadecimal digits for a Request-Id.', 'Any random text', () => ({
    requestId: () => randomBytes(16).toString('hex'),
  })),
  free('connects-anew', 'Opens a connection for each request.', 'HTTP', () => ({
    send: sender({ isAnew: true }),
  })),
  free(
    'asks-when-lost',
    'Asks for the state, and does not repeat a lost request.',
    'Either is right',
    () => ({
      again: () => undefined,
    }),
  ),
  free(
    'waits-longer',
    'Asks for the state two minutes after the code.',
    'Sixty seconds are the least',
    () => ({
      patience: 120,
    }),
  ),
  free('orders-reusable-codes', 'Asks for codes that can be paid again.', 'The table', (honest) => ({
    body: (order, shop) => ({
      ...honest.body(order, shop),
      online_to_offline_info: { expired_time: 120, reusable_status: true },
    }),
  })),
]
