/** Clients that do otherwise than most, and keep their contract. */
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
  free('writes-indented', 'Breaks lines in its bodies.', 'Values are signed, not bytes', () => ({
    write: (body) => JSON.stringify(body, null, 2),
  })),
  free(
    'turns-members',
    'Writes members in another order.',
    'Names are sorted before they are signed',
    () => ({
      write: (body) => JSON.stringify(Object.fromEntries(Object.entries(body).reverse())),
    }),
  ),
  free('escapes-slashes', 'Escapes slashes in its bodies.', 'JSON', (honest) => ({
    write: (body) => honest.write(body).replaceAll('/', '\\/'),
  })),
  {
    ...free('has-a-long-key', 'Signs with a key of its own, of 2048 bits.', 'No length is told', () => ({})),
    keyBits: 2048,
  },
  free('connects-anew', 'Opens a connection for each request.', 'HTTP', () => ({
    send: sender({ isAnew: true }),
  })),
  free('pays-by-wallet', 'Orders by OVO, with the phone of the payer.', 'The list of methods', (honest) => ({
    body: (wish, entry, shop) => {
      const { expiryPeriod: _left, ...body } = honest.body(wish, entry, shop)
      return wish.operation === 'pay' ? { ...body, method: 'EWALLET_OVO' } : body
    },
  })),
  free('pays-inside', 'Takes the fee off the amount of a payout.', 'feeType 0', (honest) => ({
    body: (wish, entry, shop) => {
      const body = honest.body(wish, entry, shop)
      return wish.operation === 'cash' ? { ...body, feeType: '0' } : body
    },
  })),
  free('asks-often', 'Asks every fifty milliseconds.', 'A query changes nothing', () => ({
    pause: 50,
    questions: 30,
  })),
  free('checks-no-accounts', 'Pays to accounts that it has not verified.', 'It is only advised', () => ({
    verifiesAccounts: false,
  })),
  free('leaves-the-period-open', 'Names no expiryPeriod.', 'The table', (honest) => ({
    body: (wish, entry, shop) => {
      const { expiryPeriod: _left, ...body } = honest.body(wish, entry, shop)
      return body
    },
  })),
  free('names-an-app', 'Sends appId.', 'The table', (honest) => ({
    body: (wish, entry, shop) => {
      const body = honest.body(wish, entry, shop)
      return wish.operation === 'prepaidOrder' ? body : { ...body, appId: 'APP1' }
    },
  })),
  free('has-long-numbers', 'Takes order numbers of thirty characters.', 'No length is told', (honest) => ({
    number: (shop) => honest.number(shop).padEnd(30, '0'),
  })),
  free(
    'fails-what-nobody-paid',
    'Takes a cancelled order for failed.',
    'Nothing has to be fulfilled',
    (honest) => ({
      judgeQuery: (told, entry, steps) =>
        told?.isSigned === true && entry.kind === 'order' && told.members['status'] === 'PAY_CANCEL'
          ? 'failed'
          : honest.judgeQuery(told, entry, steps),
    }),
  ),
  free('books-afterwards', 'Books some time after it was told.', 'Nothing is said of the time', (honest) => ({
    note(entry, word, told) {
      setTimeout(() => honest.note(entry, word, told), 700)
    },
  })),
]
