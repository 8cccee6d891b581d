import type { ServerResponse } from 'node:http'
import type { DocumentCall } from '../access/call.ts'
import type { Arrived, FileStore } from '../platform/files.ts'
import type { House } from './house.ts'

/** What a feature does with a file before its rule runs, outside of any transaction. */
export interface FileSteps {
  /**
   * Before the body is read, with what the address alone says: how large a file may be.
   * @throws Problem where none can be taken.
   */
  readonly admit: (call: DocumentCall<never>, expectedBytes: number) => { mostBytes: number }
  /** When all of it has arrived: what it is. @throws Problem where it is not wanted. */
  readonly inspect: (arrived: Arrived, call: DocumentCall<never>, house: House) => Promise<Inspected>
}

/** As found in the content, never as told. */
export interface Inspected {
  mediaType: string
  /** Of a picture that can be shown, in pixels. */
  width?: number
  height?: number
}

/** A file that lies in its place, under a name of its own, and goes again unless the rule keeps it. */
export interface PlacedFile extends Inspected {
  readonly name: string
  readonly sizeBytes: number
  readonly sha256: string
  readonly head: Buffer
  readonly store: FileStore
  /** A row names it now. Takes effect when the transaction is written. */
  keep(): void
}

/** A file as an answer. */
export interface FileAnswer {
  /** Everything that can fail, before the first byte leaves. @throws Problem. */
  ready(house: House): Promise<{
    fileName: string
    sizeBytes: number
    /** Sends the bytes and ends the response; destroys it where it cannot. */
    pour: (response: ServerResponse) => Promise<void>
  }>
}
