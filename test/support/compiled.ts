import path from 'node:path'

/**
 * For programs that tests start again and again: Node keeps what it has compiled, types taken off, and starts twice as
 * fast. Ignored by git; keyed by content, so it is never out of date.
 */
export const compiled = { NODE_COMPILE_CACHE: path.join(import.meta.dirname, '../../build/for-tests/compiled') }
