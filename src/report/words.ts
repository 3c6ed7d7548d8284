/** Words that the reports share: what a verdict means, why something was not exercised, what to do about it. */
import type { Role } from '../contract/contract.ts'
import type { Reason, Verdict } from '../judge/verdict.ts'

/** What a verdict about a clause means. */
export const verdictWords = {
  pass: 'Every case kept it.',
  fail: 'At least one case broke it, and it is mandatory.',
  warn: 'It is a recommendation that was not followed, or a tolerated deviation.',
  waived: 'It is broken, and a waiver excuses it.',
  inconclusive: 'The target did not answer, or the evidence allows both readings.',
  'not-exercised': 'No case came up, so nothing is known. It never counts as kept.',
  'not-applicable': "It does not bind this target, by the target's own declaration.",
  error: 'The suite itself failed to judge it.',
} as const satisfies { [verdict in Verdict]: string }

/** Why something was not exercised, and what to do to have it exercised. */
export const reasonWords = {
  'needs-test-data': {
    says: 'no test data for it',
    todo: 'Name test data of that kind in the target declaration, or declare a provision hook.',
  },
  'needs-clock': {
    says: 'time would have to pass',
    todo: 'Declare a clock hook, so that the suite can move the target’s time.',
  },
  'needs-ledger': {
    says: 'it shows in the books only',
    todo: 'Declare a ledger hook, so that the suite can read what was booked.',
  },
  'needs-signer': {
    says: 'no key to sign with',
    todo: 'Give the signing key or shared secret in the target declaration.',
  },
  'needs-fault': {
    says: 'the target would have to fail',
    todo: 'Name test data of that kind in the target declaration.',
  },
  'needs-balance': {
    says: 'it shows in the balance only',
    todo: 'Declare a balance hook, so that the suite can read what is left on an account.',
  },
  'needs-callbacks': {
    says: 'nobody listens for callbacks',
    todo: 'Declare listen, and have the target send its callbacks to that address.',
  },
  'needs-address': {
    says: 'a second network address is needed',
    todo: 'Declare stranger: an address of the suite’s machine that the target does not know.',
  },
  'needs-second-account': {
    says: 'a second account is needed',
    todo: 'Name a second account in the target declaration, or declare a provision hook that makes one.',
  },
  'needs-trigger': {
    says: 'the client would have to act',
    todo: 'Declare a trigger hook, or have the client begin a transaction while the suite waits.',
  },
  'not-met': {
    says: 'the client did not meet the situation',
    todo: 'Have the client begin another transaction while the suite waits; the list of situations says which.',
  },
  'needs-client-role': {
    says: 'it binds the client',
    todo: 'Nothing to do on the server; it shows on the client only.',
  },
  'needs-store-hook': {
    says: 'the store would have to act',
    todo: 'Check it at the store; the wire alone does not show it.',
  },
  informative: { says: 'it informs and demands nothing', todo: 'Nothing to do.' },
  'not-on-the-wire': {
    says: 'it cannot be seen on the wire',
    todo: 'Check it by review; no message shows it.',
  },
  'out-of-scope': { says: 'it is outside this suite', todo: 'Check it by other means.' },
  'not-selected': {
    says: 'it was left out by the selection',
    todo: 'Run again without --only to include it.',
  },
  'no-answer': {
    says: 'the target stopped answering',
    todo: 'See why it does not answer, then run again.',
  },
  'budget-spent': {
    says: 'the budget was spent before it',
    todo: 'Run again with a larger --budget or more --runs.',
  },
  'not-reached': {
    says: 'this run did not come to it',
    todo: 'See with batu-uji explain what exercises it, and what stopped the run before.',
  },
} as const satisfies { [reason in Reason]: { says: string; todo: string } }

/** Who is on trial, in a sentence. */
export const roleWords = {
  server:
    'The server is on trial: the suite sends requests as a client would, takes its callbacks, and judges what it answers and sends.',
  client:
    'The client is on trial: the suite answers as a gateway would, puts each new transaction into a situation, and judges the requests.',
  receiver:
    'The receiver of callbacks is on trial: the suite sends callbacks as a gateway would, right and wrong, and judges what it answers and books.',
} as const satisfies { [role in Role]: string }
