/** Namespaces that every SOAP file agrees on. */

export const SOAP_11 = 'http://schemas.xmlsoap.org/soap/envelope/'
export const SOAP_12 = 'http://www.w3.org/2003/05/soap-envelope'
export const XSD = 'http://www.w3.org/2001/XMLSchema'
