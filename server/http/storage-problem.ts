import { Problem } from '#contract/problems.ts'

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const broken = new Set(['EIO', 'EROFS', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ENOENT'])

/** What a disk says when a file is written, for people; anything else as it is. */
export function storageProblem(error: unknown): unknown {
  const { code = '', syscall } = error as NodeJS.ErrnoException
  if (full.has(code)) return diskIsFull()
  if (broken.has(code) && syscall !== undefined) {
    return new Problem('cannot-write', { detail: 'The disk refused to save. Reading still works.' })
  }
  return error
}

export const diskIsFull = () => new Problem('cannot-write', { detail: 'The disk is full. Reading still works.' })
