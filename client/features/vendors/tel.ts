/** `tel:` of a number as people write it: digits and a leading plus; an extension is dialled after a pause. */
export function telOf(phone: string): string {
  const [number = '', extension] = phone.split(/\s*(?:x|ext\.?|#|,)\s*(?=[0-9]+$)/i)
  const digits = number.replace(/\(0\)/, '').replace(/[^0-9+]/g, '')
  return `tel:${digits}${extension ? `,${extension}` : ''}`
}
