/** The files of a paste or a drop. Cells and texts bring a picture of themselves along: there the words are meant. */
export function filesIn(data: DataTransfer | null): File[] {
  if (!data || data.types.includes('text/plain')) return []
  return [...data.files]
}
