/** A file of our server as a `data:` address. @throws Error where it cannot be read */
export async function asData(address: string): Promise<string> {
  const response = await fetch(address, { credentials: 'same-origin' })
  if (!response.ok) throw new Error('A part of the drawing could not be read')
  const blob = await response.blob()
  return new Promise((done, failed) => {
    const reader = new FileReader()
    reader.onload = () => done(reader.result as string)
    reader.onerror = () => failed(new Error('A part of the drawing could not be read'))
    reader.readAsDataURL(blob)
  })
}
