import decodeQR from 'qr/decode.js'

/** The longer side of a picture that is looked at: a photograph has more than a code needs. */
const mostPixels = 1_600

/** @returns the otpauth address in a picture of a QR code; undefined where there is none. The picture stays here. */
export async function totpFromImage(file: Blob): Promise<string | undefined> {
  try {
    const bitmap = await createImageBitmap(file)
    const scale = Math.min(1, mostPixels / Math.max(bitmap.width, bitmap.height))
    const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)]
    const context = new OffscreenCanvas(width, height).getContext('2d')
    if (!context) return undefined
    context.drawImage(bitmap, 0, 0, width, height)
    bitmap.close()
    const text = decodeQR(context.getImageData(0, 0, width, height))
    return text.startsWith('otpauth://totp/') ? text : undefined
  } catch {
    // No picture, or no code in it.
    return undefined
  }
}
