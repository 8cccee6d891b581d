/** For packages that would fall back on Node's `crypto` where WebCrypto is missing: in a browser it never is. */
export {}
