/** The promises of the life of a payment, each a view of what the one search found. */
import type { Rule } from '../../../src/judge/rule.ts'
import { lifecycle } from '../../common/lifecycle.ts'
import { histories } from '../histories.ts'
import { whereOffered } from '../offered.ts'
import { outcomes } from './causes.ts'

const promise = lifecycle(histories, outcomes)

const inquiries: Rule[] = [
  promise('status.any-identifier', 'Each identifier alone finds the payment.'),
  promise('status.unknown', 'An unknown payment is not found.'),
  promise('status.read-only', 'An inquiry changes nothing.'),
  promise('status.amount', 'The amount of a status is that of the payment.'),
  promise('references.stable', 'A payment keeps its referenceNo in every service.'),
]

const payments: Rule[] = [
  promise('payments.repeat', 'A payment that comes again debits nobody anew.'),
  promise('payments.replay', 'A payment that comes again keeps its reference and its state.'),
  promise(
    'payments.inconsistent',
    'A reference that comes again with other content is refused, and nothing changes.',
  ),
  promise('payments.pending-repeat', 'A payment that comes again before its end opens no second one.'),
  promise(
    'payments.failed-repeat',
    'The reference of a failed payment is refused or opens another payment.',
    'may',
  ),
  promise('payments.parallel', 'Of payments in flight with one reference one is made.'),
]

const states: Rule[] = [
  promise('states.monotone', 'Final states stay.'),
  promise('states.unmoved', 'What was refused leaves a payment that waits as it was.'),
  promise('states.agree', 'Status and notification tell the same.'),
  promise('states.found', 'A payment that was accepted is found.'),
  promise('states.refused', 'A payment that was refused is not found, or has failed.'),
  promise('states.paid', 'A paid payment has its time and its reference.'),
  promise('states.pending', 'A payment that was answered 202 is open at first and ends.'),
  promise('states.timeout', 'A payment that was answered 504 has one end, which the status tells.'),
  promise('expiry.past', 'A payment that has expired before it begins is refused.', 'should'),
  promise('expiry.expires', 'A payment that was not paid in time is never paid.'),
  promise('expiry.in-flight', 'A payment that is being made is not lost to its expiry.', 'may'),
]

const cancels: Rule[] = whereOffered('cancel', [
  promise('cancels.unpaid', 'An unpaid payment can be cancelled and is cancelled then.'),
  promise('cancels.paid', 'A paid payment is voided or keeps its state.'),
  promise('cancels.unknown', 'The cancellation of an unknown payment is refused.'),
  promise('cancels.amount', 'A cancellation with another amount is refused.', 'should'),
  promise('cancels.time', 'A cancelled payment has its time, and the state 05.'),
  promise('cancels.refunded', 'A payment with a refund cannot be cancelled.'),
  promise('cancels.repeat', 'A cancellation that comes again changes nothing.'),
])

const refunds: Rule[] = [
  promise('refunds.unpaid', 'A payment that is not paid cannot be refunded.'),
  promise('refunds.unknown', 'The refund of an unknown payment is refused.'),
  promise('refunds.sum', 'Refunds never exceed what was paid.'),
  promise('refunds.remainder', 'The exact rest can be refunded.'),
  promise('refunds.currency', 'A refund in another currency is refused.'),
  promise(
    'refunds.no-amount',
    'A refund without an amount pays back the rest and says so, or is refused.',
    'must',
    (_contract, profile) => profile['refundAmountRequired'] !== true,
  ),
  promise('refunds.full', 'A payment that was paid back whole has the state 04.'),
  promise(
    'refunds.partial',
    'A payment that was paid back in part has the state of the profile, and can be refunded further.',
  ),
  promise('refunds.history', 'Every refund stands once in the history of its payment.'),
  promise('refunds.pending', 'A pending refund is told as such and ends.'),
  promise('refunds.untouched', 'A refund leaves amount, time and reference of its payment as they were.'),
  promise('refunds.repeat', 'A refund that comes again pays back once.'),
  promise(
    'refunds.inconsistent',
    'A refund number that comes again with another amount is refused and moves nothing.',
  ),
  promise('refunds.parallel', 'Refunds in flight never exceed the payment, and repetitions pay back once.'),
]

export const promises: Rule[] = [...inquiries, ...payments, ...states, ...cancels, ...refunds]
