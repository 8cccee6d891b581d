/** For `LIKE @text ESCAPE '!'`: anything that has these characters in it. Nothing where nothing is sought. */
export const partOf = (text: string | undefined): string | undefined =>
  text ? `%${text.replaceAll(/[!%_]/g, '!$&')}%` : undefined
