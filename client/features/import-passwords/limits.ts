const MB = 1_000_000

/** What a file may be. A browser tab has to hold all of it several times over, and whoever made the file is a stranger. */
export const limits = {
  /** Read whole: KDBX and JSON. */
  fileBytes: 64 * MB,
  csvBytes: 32 * MB,
  /** Of an archive only the list and one entry are read, so the attachments in it do not count. */
  archiveBytes: 4_000 * MB,
  /** The entry of an archive, or the inside of a KDBX file, after unpacking. */
  unpackedBytes: 256 * MB,
  archiveEntries: 100_000,
  items: 50_000,
  /** Custom fields of one item: a secret has 60 fields at most, four of them are the usual ones. */
  fields: 56,
  /** Bytes of one field, in UTF-8. */
  fieldBytes: 64_000,
  columns: 200,
  keyFileBytes: 10 * MB,
  /** A private key among the attachments that becomes a field. */
  keyAttachmentBytes: 32_000,
  /** KeePass and Bitwarden offer far less; 1 GiB is what a tab can be sure to get. */
  argonMemoryKiB: 1_048_576,
  /** Passes × memory: about a minute here. */
  argonKiBPasses: 64 * 1_048_576,
  argonParallelism: 64,
  /** AES-KDF of KeePass: about a minute here. */
  aesRounds: 500_000_000,
  /** PBKDF2 of Bitwarden, whose own limit is 2,000,000. */
  pbkdf2Rounds: 10_000_000,
  title: 200,
  /** All addresses of a credential, one a line. */
  addresses: 4_000,
  folder: 80,
} as const
