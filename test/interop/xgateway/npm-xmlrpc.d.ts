declare module 'xmlrpc/lib/serializer.js' {
  const serializer: {
    serializeMethodResponse(value: unknown): string
    serializeMethodCall(method: string, params: unknown[]): string
  }
  export default serializer
}
