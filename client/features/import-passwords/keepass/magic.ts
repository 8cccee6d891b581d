export const isKdbx = (file: Uint8Array): boolean => beginsWith(file, [0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5])
/** KeePass 1 (.kdb), which is another format altogether. */
export const isKeePass1 = (file: Uint8Array): boolean =>
  beginsWith(file, [0x03, 0xd9, 0xa2, 0x9a, 0x65, 0xfb, 0x4b, 0xb5])

const beginsWith = (file: Uint8Array, magic: readonly number[]) => magic.every((byte, index) => file[index] === byte)
