/** What is to be given back when the tests of the file that runs are done: servers, folders. */
export const endings: (() => unknown)[] = []
