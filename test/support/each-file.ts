import { afterAll } from 'vitest'
import { endings } from './endings.ts'

// Before every file. The files of a worker share their modules, so what a module does when it is loaded is done once.

afterAll(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})
