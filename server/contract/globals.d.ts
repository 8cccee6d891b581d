// The few globals that browser and server both have. Anything else (window, Buffer) must not compile in the contract.
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(bytes: Uint8Array): string
}
declare class URL {
  constructor(url: string, base?: string)
  readonly protocol: string
  readonly origin: string
  readonly hostname: string
}
declare const crypto: { getRandomValues<T extends Uint8Array>(array: T): T }
declare function encodeURIComponent(text: string): string
