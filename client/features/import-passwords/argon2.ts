import { argon2d, argon2id } from 'hash-wasm'
import { ImportError } from './import-error.ts'
import { limits } from './limits.ts'

export interface Argon2Wish {
  type: 'argon2d' | 'argon2id'
  password: Uint8Array
  salt: Uint8Array
  memoryKiB: number
  passes: number
  parallelism: number
  /** Bytes. */
  length: number
}

/**
 * Argon2 1.3 with parameters that a file names. It holds its thread and its memory, which WebAssembly never gives back:
 * call it in a Worker that ends afterwards.
 * Source: RFC 9106; hash-wasm.
 * @throws ImportError 'too-costly' before anything is spent
 */
export async function argon2({
  type,
  password,
  salt,
  memoryKiB,
  passes,
  parallelism,
  length,
}: Argon2Wish): Promise<Uint8Array> {
  refuseCostly({ memoryKiB, passes, parallelism })
  const stretch = type === 'argon2d' ? argon2d : argon2id
  return stretch({
    password,
    salt,
    memorySize: memoryKiB,
    iterations: passes,
    parallelism,
    hashLength: length,
    outputType: 'binary',
  })
}

/** @throws ImportError 'too-costly', 'damaged' */
export function refuseCostly({
  memoryKiB,
  passes,
  parallelism,
}: Pick<Argon2Wish, 'memoryKiB' | 'passes' | 'parallelism'>): void {
  const isNumber = [memoryKiB, passes, parallelism].every((each) => Number.isSafeInteger(each) && each > 0)
  if (!isNumber || memoryKiB < 8 * parallelism)
    throw new ImportError(
      'damaged',
      'This file asks for a key derivation that does not exist. It is damaged, or was made to cause trouble.',
    )
  if (
    memoryKiB > limits.argonMemoryKiB ||
    memoryKiB * passes > limits.argonKiBPasses ||
    parallelism > limits.argonParallelism
  )
    throw new ImportError(
      'too-costly',
      `Opening this file takes ${Math.ceil(memoryKiB / 1024).toLocaleString('en')} MiB of memory and ${passes.toLocaleString('en')} passes: more than a browser tab can be sure of. Lower its key derivation in the program that made it, save it under another name, and choose that one.`,
    )
}
