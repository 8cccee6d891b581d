import { Consts, HashedBlockTransform, type KdbxFormat } from 'kdbxweb'
import { ImportError } from '../import-error.ts'
import { limits } from '../limits.ts'

type Decrypt = (data: ArrayBuffer, key: ArrayBuffer) => Promise<ArrayBuffer>

/**
 * Puts a look at the announced size between decrypting and unpacking: the library makes room for whatever the gzip
 * trailer names and unpacks into that room and no further, so a trailer that is small enough makes a bomb harmless.
 */
export function guardUnpacking(format: KdbxFormat): void {
  const decrypt = (Reflect.get(format, 'decryptData') as Decrypt).bind(format)
  const guarded: Decrypt = async (data, key) => {
    const plain = await decrypt(data, key)
    const { header } = format.kdbx
    if (header.compression === Consts.CompressionAlgorithm.GZip) {
      const packed = header.versionMajor === 3 ? await withoutBlocks(plain, header.streamStartBytes) : plain
      if (packed !== undefined) refuseSize(packed)
    }
    return plain
  }
  Reflect.set(format, 'decryptData', guarded)
}

/** KDBX 3.1 has start bytes in front, which tell a wrong password, and cuts the rest into hashed blocks. */
async function withoutBlocks(
  plain: ArrayBuffer,
  startBytes: ArrayBuffer | undefined,
): Promise<ArrayBuffer | undefined> {
  try {
    return await HashedBlockTransform.decrypt(plain.slice(startBytes?.byteLength ?? 0))
  } catch {
    // A wrong password or a damaged file: the library says which in a moment.
    return undefined
  }
}

function refuseSize(packed: ArrayBuffer): void {
  if (packed.byteLength < 18) return
  const unpackedBytes = new DataView(packed).getUint32(packed.byteLength - 4, true)
  if (unpackedBytes > limits.unpackedBytes)
    throw new ImportError(
      'too-large',
      'This KeePass file is too large once it is unpacked. Take attachments out of a copy of it, and choose the copy.',
    )
}
