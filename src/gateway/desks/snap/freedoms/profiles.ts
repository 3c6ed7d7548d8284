/** Freedoms that a profile declares: the honest desk, as other parties have agreed on it. */
import { agreed, type Freedom } from '../../../defect.ts'
import { together, type Bend } from '../bend.ts'
import { overlooking } from '../defects/overlooking.ts'
import type { Steps } from '../steps.ts'

/** Refuses an X-TIMESTAMP that is not spelt as agreed. */
const insistingOn =
  (spelling: RegExp): Bend =>
  (honest) => ({
    checkHeaders: (call) =>
      honest.checkHeaders(call) ??
      (spelling.test(call.steps.valueAt(call, 'header:X-TIMESTAMP') ?? '')
        ? undefined
        : { form: '400##01', about: 'X-TIMESTAMP' }),
  })

export const profiles: readonly Freedom<Steps>[] = [
  agreed('signs-asymmetrically', 'Takes requests that are signed with a private key.', 'E-SNAP-35', {
    requestSignature: 'asym',
  }),
  agreed('takes-both-signatures', 'Takes requests that are signed in either way.', 'E-SNAP-35', {
    requestSignature: 'symOrAsym',
  }),
  agreed('takes-no-tokens', 'Takes signed requests without a token.', 'E-SNAP-35', {
    requestSignature: 'asym',
    authorization: 'none',
  }),
  agreed('serves-customers', 'Takes the token of a customer with every request.', 'SNAP-HDR-AUTHCUST', {
    authorization: 'both',
  }),
  {
    ...agreed(
      'looks-at-customers-alone',
      'Takes the token of a customer with requests that a private key signs, and looks at no other.',
      'E-SNAP-35',
      { requestSignature: 'asym', authorization: 'b2b2c' },
    ),
    steps: together(
      overlooking(({ field }) => field.name === 'header:Authorization'),
      () => ({ isTokenGood: () => true }),
    ),
  },
  agreed(
    'serves-payers',
    'Takes tokens of customers from payers only, and payments without chargeToken and payOption.',
    'SNAP-HDR-AUTHCUST',
    { authorization: 'payer', chargeTokenRequired: false, payOptionRequired: false },
  ),
  agreed('writes-hexadecimal', 'Writes signatures in hexadecimal digits.', 'E-SNAP-08', {
    signatureEncoding: 'hex',
  }),
  agreed('reads-both-encodings', 'Takes signatures in Base64 and in hexadecimal digits.', 'E-SNAP-08', {
    signatureEncoding: 'either',
  }),
  agreed('signs-from-the-version', 'Signs paths from their version on.', 'E-SNAP-33', {
    signedPath: 'fromVersion',
    pathPrefix: '/gateway',
  }),
  agreed('serves-other-paths', 'Has paths with a prefix, a suffix and another version.', 'E-SNAP-33', {
    pathPrefix: '/api',
    pathSuffix: '.htm',
    paths: { customerToken: '/v1.0/access-token/b2b2c.htm' },
    version: 'v2.0',
  }),
  agreed('notifies-symmetrically', 'Signs notifications with the secret.', 'SNAP-NTF-SIGNED', {
    notifySignature: 'sym',
  }),
  agreed('notifies-by-client-and-time', 'Signs client and time of a notification.', 'SNAP-NTF-SIGNED', {
    notifySignature: 'clientIdTimestamp',
  }),
  agreed('notifies-unsigned-by-contract', 'Signs no notification.', 'SNAP-NTF-SIGNED', {
    notifySignature: 'none',
  }),
  agreed('notifies-where-it-is-registered', 'Notifies a registered address.', 'SNAP-URL-NOTIFYTARGET', {
    notifyTarget: 'registered',
  }),
  agreed('reads-z', 'Takes X-TIMESTAMP with Z.', 'SNAP-HDR-TS-FORMAT', { timestampHeader: 'isoZ' }),
  agreed('reads-milliseconds', 'Takes X-TIMESTAMP with milliseconds.', 'SNAP-HDR-TS-FORMAT', {
    timestampHeader: 'isoMillis',
  }),
  {
    ...agreed('insists-on-z', 'Takes no X-TIMESTAMP without Z.', 'SNAP-HDR-TS-FORMAT', {
      timestampHeader: 'isoZ',
    }),
    steps: insistingOn(/Z$/),
  },
  {
    ...agreed('insists-on-milliseconds', 'Takes no X-TIMESTAMP without milliseconds.', 'SNAP-HDR-TS-FORMAT', {
      timestampHeader: 'isoMillis',
    }),
    steps: insistingOn(/\.\d{3}(?:Z|[+-]\d\d:\d\d)$/),
  },
  agreed('reads-any-time', 'Takes X-TIMESTAMP in any spelling.', 'SNAP-HDR-TS-FORMAT', {
    timestampHeader: 'any',
  }),
  agreed('looks-at-the-clock', 'Takes requests of five minutes around its clock.', 'SNAP-HDR-TS-SKEW', {
    skewSeconds: 300,
  }),
  agreed('replays-answers', 'Gives a repeated X-EXTERNAL-ID its first answer.', 'E-SNAP-44', {
    extId: 'replay',
  }),
  agreed('takes-letters-as-external-ids', 'Takes X-EXTERNAL-IDs of letters.', 'E-SNAP-18', {
    extIdDigitsOnly: false,
  }),
  agreed('counts-days-elsewhere', 'Ends the day of an X-EXTERNAL-ID at midnight of UTC.', 'E-SNAP-44', {
    dayZone: 'UTC',
  }),
  agreed('takes-any-channel', 'Takes a CHANNEL-ID of any length.', 'E-SNAP-16', { channelIdLength: 'any' }),
  agreed('does-without-channels', 'Takes requests without a CHANNEL-ID.', 'E-SNAP-16', {
    channelIdRequired: false,
  }),
  agreed('takes-five-letter-channels', 'Takes a CHANNEL-ID of five characters.', 'E-SNAP-16', {
    channelIdLength: 'exact5',
  }),
  agreed('wants-devices', 'Takes no request without X-DEVICE-ID.', 'SNAP-HDR-DEVICE', {
    deviceIdRequired: true,
  }),
  agreed('asks-for-service-55', 'Has the service 55 in inquiries.', 'E-SNAP-03', { statusServiceCode: '55' }),
  agreed('trusts-its-own-reference', 'Finds by its own reference, whatever else is named.', 'SNAP-STS-AND', {
    statusIdentifiers: 'referenceNo',
  }),
  agreed('replays-payments', 'Answers a payment that comes again with success.', 'E-SNAP-43', {
    duplicatePayment: 'replay200',
  }),
  agreed('refuses-changes-as-duplicates', 'Refuses other content with 409 01.', 'E-SNAP-40', {
    inconsistentPayment: '409-01',
  }),
  agreed('marks-partial-refunds', 'Has the state 04 after the first refund.', 'E-SNAP-46', {
    partialRefundStatus: '04',
  }),
  agreed('wants-refund-amounts', 'Takes no refund without an amount.', 'E-SNAP-24', {
    refundAmountRequired: true,
  }),
  agreed('tells-refunds-in-additions', 'Has its refundHistory in additionalInfo.', 'SNAP-REFUND-HIST', {
    refundHistoryIn: 'additionalInfo',
  }),
  agreed('has-no-cancel', 'Has no service that cancels payments.', 'SNAP-CAN-UNPAID', { cancel: false }),
  agreed('voids-payments', 'Voids paid payments that are cancelled.', 'E-SNAP-39', { cancelPaid: 'void' }),
  agreed('fails-what-expires', 'Has the state 06 for what has expired.', 'E-SNAP-46', { expiryStatus: '06' }),
  agreed('finds-nothing-by-07', 'Has the state 07 for unknown payments.', 'E-SNAP-45', {
    notFoundStyle: 'status07',
  }),
  agreed('takes-longer-amounts', 'Takes 16 digits before the dot.', 'E-SNAP-36', { amountDigits: 16 }),
  agreed('needs-no-amount', 'Lists the amount of a payment as optional.', 'E-SNAP-21', {
    amountRequired: false,
  }),
  agreed('gives-longer-tokens', 'Gives tokens for an hour.', 'SNAP-TOK-EXPIRESIN', { tokenSeconds: 3600 }),
  agreed('keeps-the-newer-revision', 'Keeps the newer revision of the document.', 'E-SNAP-11', {
    specRevision: 'a25',
  }),
  agreed('lives-in-the-east', 'Writes times of Jayapura.', 'SNAP-HDR-TS-JAKARTA', {
    timezone: 'Asia/Jayapura',
  }),
  agreed('does-as-midtrans-does', 'Keeps the profile of Midtrans.', 'E-SNAP-44', {
    specRevision: 'a25',
    timestampHeader: 'isoMillis',
    extId: 'replay',
    extIdDigitsOnly: false,
    channelIdLength: 'exact5',
    deviceIdRequired: true,
    statusIdentifiers: 'referenceNo',
    duplicatePayment: 'replay200',
    cancelPaid: 'void',
    refundHistoryIn: 'additionalInfo',
    extraStatuses: '08-09',
  }),
  agreed('does-as-dana-does', 'Keeps the profile of DANA.', 'E-SNAP-35', {
    specRevision: 'a25',
    pathPrefix: '/payment-gateway',
    pathSuffix: '.htm',
    requestSignature: 'asym',
    authorization: 'none',
    extIdDigitsOnly: false,
    channelIdLength: 'any',
    duplicatePayment: 'replay200',
    amountDigits: 16,
    notifyUrlType: 'NOTIFICATION',
  }),
]
