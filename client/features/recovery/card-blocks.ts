/**
 * The code of a card as it is printed and as its blocks are counted: `RKCARD1`, then 24 blocks of four characters and
 * one of two.
 */
export function cardBlocks(code: string): string[] {
  const start = code.indexOf('1') + 1
  return [code.slice(0, start), ...(code.slice(start).match(/.{1,4}/g) ?? [])]
}
