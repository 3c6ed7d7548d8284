/** A hook that failed: what, where and what to do. Our run cannot go on as declared, so it is an error and no skip. */
export class HookError extends Error {
  override name = 'HookError'
}

/** Why a connection failed, in words. */
export function networkWords(error: unknown): string {
  const { code, message } = rootOf(error) as { code?: string; message?: string }
  if (code === 'ECONNREFUSED') return 'nothing listens there'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its host name is not known'
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET' || code === 'EPIPE')
    return 'the connection was closed before an answer'
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return 'the answer is endless or larger than 8 MiB'
  if (code !== undefined && isTls(code)) return `the TLS certificate is not trusted (${code})`
  return message ?? String(error)
}

function rootOf(error: unknown): unknown {
  const cause = (error as { cause?: unknown } | undefined)?.cause
  return cause === undefined ? (error ?? {}) : rootOf(cause)
}

const isTls = (code: string): boolean =>
  /^(DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CERT_|ERR_TLS_|ERR_SSL_)/.test(code)
