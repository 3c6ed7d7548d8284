declare module 'midtrans-client' {
  /** What an answer holds, or what the library says of an answer that there was not. */
  export interface Told {
    [member: string]: unknown
  }
  interface Call {
    withAccessToken(token: string): Call
    withTransactionHeader(headers: { [name: string]: string }): Call
    withBody(body: object): Call
    withDeviceId(id: string): Call
    withTimeStamp(time: string): Call
    withSignature(signature: string): Call
    withNotificationPayload(payload: object): Call
    withNotificationUrlPath(path: string): Call
    getAccessToken(): Promise<Told>
    createPayment(externalId: string): Promise<Told>
    getStatus(externalId: string): Promise<Told>
    refund(externalId: string): Promise<Told>
    cancel(externalId: string): Promise<Told>
    isWebhookNotificationVerified(): boolean
  }
  const library: {
    SnapBi: { directDebit(): Call; notification(): Call }
    SnapBiConfig: { [setting: string]: unknown }
  }
  export default library
}
