/** What stands around lines that two people changed differently, until somebody chooses. */
export const marks = {
  mine: '<<<<<<< Yours',
  between: '=======',
  end: (theirName: string) => `>>>>>>> ${theirName}`,
}

/** How many places still wait for a choice. */
export const openConflicts = (text: string): number => text.split('\n').filter((line) => line === marks.mine).length
