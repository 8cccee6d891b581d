import type { AddressInfo } from 'node:net'
import express from 'express'

// What everything is compared with: a bare Express that says hello in JSON.

const app = express()
app.get('/', (_request, response) => void response.json({ hello: 'world' }))
const server = app.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit(0))
