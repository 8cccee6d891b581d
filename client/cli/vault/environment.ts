/** What other programs get of this process's environment: never a passphrase, nor what another `run` was given. */
export function cleanEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isSecret = (name: string) => /^RUNKEEP_(?:PASSPHRASE|USERNAME|PASSWORD|CODE|NOTE|FIELD_.*)$/i.test(name)
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !isSecret(name)))
}
