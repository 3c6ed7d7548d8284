declare module 'jokul-nodejs-library' {
  const library: {
    generateDOKUVa(setup: object, order: object): Promise<unknown>
    generateMandiriVa(setup: object, order: object): Promise<unknown>
    getSignature(headers: { [name: string]: string }, body: string, key: string): Promise<string>
  }
  export default library
}
