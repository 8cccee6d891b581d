import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { secretRules, type SecretRule } from '#contract/secret-scan/rules.ts'
import { scanForSecrets, scanning } from '#contract/secret-scan/scan.ts'
import { alphanumeric, awsKey, base32, base64, gitHubToken, hex, made, pem, pemLines } from '../support/made-secrets.ts'

const rulesIn = (text: string) => scanForSecrets(text).map(({ rule }) => rule)
const within = (line: string) => `The line before.\n${line}\nThe line after.`
const bitLocker = [12_345, 23_456, 34_567, 45_678, 56_789, 1_234, 2_345, 65_000]
  .map((group) => String(group * 11).padStart(6, '0'))
  .join('-')
const lower32 = base32.toLowerCase()

describe('what its maker marked', () => {
  test.each<[SecretRule, string]>([
    ['aws-access-key', `key id ${awsKey()}`],
    ['aws-secret-key', `aws_secret_access_key = ${made(40, base64)}`],
    ['github-token', `export GH=${gitHubToken()}`],
    ['github-token', `github_pat_${made(22)}_${made(59)}`],
    ['gitlab-token', `glpat-${made(20)}`],
    ['slack-token', `xoxb-${made(12, '0459187263')}-${made(12, '5820319467')}-${made(24)}`],
    [
      'slack-webhook',
      `https://hooks.slack.com/services/T${made(8)}/B${made(8)}/${made(24)}`
        .toUpperCase()
        .replace('HTTPS://HOOKS.SLACK.COM/SERVICES', 'https://hooks.slack.com/services'),
    ],
    ['stripe-key', ['sk', '_live_', made(24)].join('')],
    ['google-key', `AIza${made(35)}`],
    ['azure-key', `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${made(86, base64)}==;EndpointSuffix=x`],
    ['azure-key', `value ${made(3)}8Q~${made(34)}`],
    ['openai-key', `sk-proj-${made(60)}`],
    ['anthropic-key', `sk-ant-api03-${made(93)}AA`],
    ['twilio-key', `SK${hex(32)}`],
    ['sendgrid-key', `SG.${made(22)}.${made(43)}`],
    ['mailchimp-key', `${hex(32)}-us12`],
    ['npm-token', `npm_${made(36)}`],
    ['pypi-token', `pypi-AgEIcHlwaS5vcmc${made(60)}`],
    ['docker-token', `dckr_pat_${made(27)}`],
    ['vault-token', `hvs.${made(90)}`],
    ['terraform-token', `${made(14)}.atlasv1.${made(67)}`],
    ['digitalocean-token', `dop_v1_${hex(64)}`],
    ['telegram-token', `bot ${made(9, '0459187263')}:AA${made(33)}`],
    ['age-key', `AGE-SECRET-KEY-1${made(58, base32)}`],
    ['jwt', `eyJ${made(33)}.eyJ${made(60)}.${made(43)}`],
    ['otpauth-uri', `otpauth://totp/Calder:priya?secret=${made(32, base32)}&issuer=Calder`],
    ['wifi-key', 'WIFI:T:WPA;S:Guest;P:sunnyotter42;;'],
    ['bitlocker-key', `Recovery key: ${bitLocker}`],
    ['private-key', pem('RSA PRIVATE KEY', 10)],
    ['private-key', pem('OPENSSH PRIVATE KEY', 6)],
    ['private-key', pem('ENCRYPTED PRIVATE KEY', 6)],
    ['private-key', pem('PGP PRIVATE KEY BLOCK', 6)],
    ['private-key', pem('EC PRIVATE KEY', 3).replaceAll('\n', '\n    ')],
    ['private-key', `"private_key": "${pem('PRIVATE KEY', 6).replaceAll('\n', '\\n')}\\n"`],
    ['private-key', pem('PRIVATE KEY', 3).replace(/-----END.*/, '')],
    [
      'private-key',
      `PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPublic-Lines: 6\n${pemLines(6)}Private-Lines: 3\n${pemLines(3)}Private-MAC: ${hex(64)}`,
    ],
  ])('%s', (rule, text) => expect(rulesIn(within(text))).toEqual([rule]))
})

describe('what stands after a word that tells what it is', () => {
  test.each<[SecretRule, string, string?]>([
    ['password', 'password: hunter2', 'hunter2'],
    ['password', 'Password = "Tr0ub4dor&3"', 'Tr0ub4dor&3'],
    ['password', '`passwd: s3cretword`', 's3cretword'],
    ['password', 'pwd=Blau!Meise77', 'Blau!Meise77'],
    ['password', 'Passwort: Sommer2024!', 'Sommer2024!'],
    ['password', '**Password:** `Kq8#vT2p`', 'Kq8#vT2p'],
    ['password', '**Password**: **Kq8#vT2p**', 'Kq8#vT2p'],
    ['password', '- Passwort für den Switch: Gh7kLm2', 'Gh7kLm2'],
    ['password', 'Password (admin): hunter2x (changed in May)', 'hunter2x'],
    ['password', 'Password: Kq8#vT2p.', 'Kq8#vT2p'],
    ['password', '| Password | Kq8vT2pX |', 'Kq8vT2pX'],
    ['password', 'DB_PASSWORD=k9Lm3pQr', 'k9Lm3pQr'],
    ['password', 'PGPASSWORD=Kq8vT2pX psql -h db', 'Kq8vT2pX'],
    ['password', 'DB_PASS="k9Lm3pQr"', 'k9Lm3pQr'],
    ['password', '"password": "k9Lm3pQr",', 'k9Lm3pQr'],
    ['password', "config['password'] = 'k9Lm3pQr'", 'k9Lm3pQr'],
    ['password', ":password => 'k9Lm3pQr'", 'k9Lm3pQr'],
    ['password', '<password>k9Lm3pQr</password>', 'k9Lm3pQr'],
    ['password', 'the password is Kq8vT2pX99', 'Kq8vT2pX99'],
    ['password', 'Das Passwort lautet Blau!Meise77', 'Blau!Meise77'],
    ['password', 'Password - Kq8#vT2p', 'Kq8#vT2p'],
    ['password', 'Password:\n\n```\nKq8vT2pX\n```', 'Kq8vT2pX'],
    ['password', 'Password:\nKq8vT2pX', 'Kq8vT2pX'],
    ['password', "ALTER USER x PASSWORD 'Kq8vT2pX'", 'Kq8vT2pX'],
    ['password', "IDENTIFIED BY 'Kq8vT2pX'", 'Kq8vT2pX'],
    ['password', 'mysqldump --password=Kq8vT2pX db', 'Kq8vT2pX'],
    ['password', 'tool --password Kq8vT2pX --now', 'Kq8vT2pX'],
    ['password', 'kubectl create secret generic x --from-literal=password=Kq8vT2pX', 'Kq8vT2pX'],
    ['password', 'passphrase: correct-horse-battery-staple', 'correct-horse-battery-staple'],
    ['password', 'passphrase: "timber otter velvet radio"', 'timber otter velvet radio'],
    ['password', 'mot de passe : Soleil2024', 'Soleil2024'],
    ['password', 'requirepass Kq8vT2pX', 'Kq8vT2pX'],
    ['password', 'Password: xkqwrtzp', 'xkqwrtzp'],
    ['password', 'Password: 83746152', '83746152'],
    ['password', 'Server=sql1;User Id=sa;Password=Tr0ub4dor&3;', 'Tr0ub4dor&3'],
    [
      'password',
      '| Device | User | Password |\n| --- | --- | --- |\n| sw1 | admin | Kq8vT2pX |\n| sw2 | admin | [[CR-4]] |',
      'Kq8vT2pX',
    ],
    ['pin', '| User | PIN | Password |\n|---|---|---|\n| tom | 4711 | see [[CR-4]] |', '4711'],
    ['password', '| PIN | Password |\n|---|---|\n| [[CR-4]] | Kq8vT2pX |', 'Kq8vT2pX'],
    ['password', 'sshpass -p Kq8vT2pX ssh x', 'Kq8vT2pX'],
    ['password', 'mysql -u root -pKq8vT2pX db', 'Kq8vT2pX'],
    ['password', 'redis-cli -h x -a Kq8vT2pX', 'Kq8vT2pX'],
    ['password', 'ConvertTo-SecureString "Kq8vT2pX!" -AsPlainText', 'Kq8vT2pX!'],
    ['password', 'net user admin Kq8vT2pX! /add', 'Kq8vT2pX!'],
    ['password', 'Login: admin / Kq8vT2pX', 'Kq8vT2pX'],
    ['well-known-password', 'Password: changeme', 'changeme'],
    ['well-known-password', 'Password: Welcome1', 'Welcome1'],
    ['well-known-password', '| Default password | calvin |', 'calvin'],
    ['pin', 'Support PIN: 83721', '83721'],
    ['pin', 'The PIN is 8372.', '8372'],
    ['basic-auth', 'curl -u admin:Kq8vT2pX https://x', 'Kq8vT2pX'],
    ['basic-auth', `Authorization: Basic ${made(24, base64)}`],
    ['bearer-token', `curl -H "Authorization: Bearer ${made(40)}"`, made(40)],
    ['connection-string', 'postgres://app:s3cretpw@db.internal:5432/app', 's3cretpw'],
    ['connection-string', 'mongodb+srv://root:tangerine@cluster0.x.net', 'tangerine'],
    ['basic-auth-url', 'https://deploy:hunter22@git.example.net/x.git', 'hunter22'],
    ['cisco-type-7', 'username admin password 7 0822455D0A16', '0822455D0A16'],
    ['cisco-type-7', ' key 7 094F471A1A0A', '094F471A1A0A'],
    ['device-password', `enable secret 5 $1$${made(4)}$${made(22)}`],
    ['device-password', 'enable secret Kq8vT2pX', 'Kq8vT2pX'],
    ['device-password', `set password ENC ${made(60, base64)}`, made(60, base64)],
    ['pre-shared-key', 'crypto isakmp key Kq8vT2pX address 192.0.2.1', 'Kq8vT2pX'],
    ['pre-shared-key', 'PSK: Kq8vT2pX9', 'Kq8vT2pX9'],
    ['pre-shared-key', 'radius-server host 10.1.1.1 key Kq8vT2pX', 'Kq8vT2pX'],
    ['pre-shared-key', 'Shared secret: Kq8vT2pX', 'Kq8vT2pX'],
    ['snmp-community', 'snmp-server community n0tpubl1c RO', 'n0tpubl1c'],
    ['snmp-community', 'SNMP community: calderro', 'calderro'],
    ['snmp-community', 'snmpwalk -v2c -c calderro 10.0.0.1', 'calderro'],
    ['wifi-key', 'WLAN-Passwort: Gast2024x', 'Gast2024x'],
    ['wifi-key', 'Wi-Fi key: sunny-otter-42', 'sunny-otter-42'],
    ['totp-secret', `TOTP: ${made(32, base32)}`, made(32, base32)],
    ['totp-secret', `2FA secret: ${made(16, lower32).replace(/(.{4})(?=.)/g, '$1 ')}`],
    ['totp-secret', `| MFA | ${made(16, base32)} |`, made(16, base32)],
    ['recovery-codes', 'Recovery codes:\n- 3f9a-2c81\n- 8b2d-11fe\n- 0c4e-77aa', '3f9a-2c81\n- 8b2d-11fe\n- 0c4e-77aa'],
    ['recovery-codes', 'Backup codes: 83746152 19283746 56473829'],
    ['api-key', `API key: ${made(32)}`, made(32)],
    ['api-key', `x-api-key: ${hex(32)}`, hex(32)],
    ['token', `PRIVATE-TOKEN: ${made(20)}`, made(20)],
    ['token', `https://x.example/?access_token=${made(30)}&page=2`, made(30)],
    ['secret', `client_secret: ${made(32)}`, made(32)],
    ['secret', `encryption key: ${hex(64)}`, hex(64)],
    ['wireguard-key', `PrivateKey = ${made(42)}A=`],
    ['high-entropy', `key: ${made(44)}`, made(44)],
    ['high-entropy', `Use ${made(43, base64)}= for the relay`],
  ])('%s: %s', (rule, text, secret) => {
    const source = within(text)
    const matches = scanForSecrets(source)
    expect(matches.map((match) => match.rule)).toEqual([rule])
    if (secret) expect(matches.map(({ from, to }) => source.slice(from, to))).toEqual([secret])
  })
})

test.each([
  'Password',
  'Passwort',
  'Kennwort',
  'Mot de passe',
  'Contraseña',
  'Wachtwoord',
  'Senha',
  "Parola d'ordine",
  'Adgangskode',
  'Lösenord',
  'Hasło',
  'Пароль',
])('the word for it may be %s', (word) => expect(rulesIn(within(`${word}: Kq8vT2pX`))).toEqual(['password']))

test.each([
  'password: [[CR-31]]',
  'password: <yours>',
  'password: $DB_PASSWORD1',
  'password: ${DB_PASS}',
  'password: {{ db_password }}',
  'password: %PASS%',
  'password: ************',
  'password: xxxxxxxx',
  'password: YOUR_PASSWORD',
  'password: your-password',
  'password: see 1Password',
  'Password: 1Password',
  'Passwort: siehe KeePass',
  'Password: Active Directory',
  'Password: "ask tom about this account"',
  'Password: op://vault/item/password1',
  'password: ENV["X1"]',
  'password: process.env.PASSWORD1',
  'password = node["a"]["b2"]',
  'password_file: /etc/pw1',
  'The password is in the safe: ask Tom',
  'Password reset: https://login.example/reset1',
  'Passwords: at least 12 characters',
  'Password length: 20+',
  'password policy - 90 days',
  'password authentication failed for user "gitlab-superuser1"',
  'the password for host db-01 was rotated on 2024-03-01',
  `Password hash: $6$rounds=5000$${made(60)}`,
  `password: $2b$12$${made(53)}`,
  '| password | string | The password |',
  '| Password | Required |\n|---|---|\n| yes | no |',
  'secret: nobody knows',
  'TOKEN=CHANGEME',
  'token: get_me_from_vault',
  'api_key: super-secret-key',
  'token = "8a2f473dxxxxx"',
  'Bearer <token>',
  'Authorization: Bearer $TOKEN',
  'curl -u user:$PASS https://x',
  'docker run -u 1000:1000 x',
  'postgres://user:password@host/db',
  'postgres://user:$PW@host/db',
  'amqp://guest:guest@localhost',
  'Primary key: users_id_123456789012345678',
  'cache key: gitlab:projects:12345678901234567890',
  'Press any key: F12',
  'PIN: see [[CR-4]]',
  'The PIN is 123456 from the factory',
  'snmp-server community public RO',
  'SNMP community: <community>',
  'enable password authentication',
  'OTP: ask Tom',
  'Backup codes: in [[CR-12]]',
  'WPA2 key: on the router',
  'Username: admin, role: reader2',
  `commit ${hex(40)}`,
  `sha256: ${hex(64)}`,
  `SHA256:${made(43)}`,
  `integrity sha512-${made(86, base64)}==`,
  `next_page_token: ${made(40)}`,
  `PublicKey = ${made(43)}=`,
  `ssh-rsa AAAAB3NzaC1yc2E${made(300, base64)} tom@calder`,
  `data:image/png;base64,iVBORw0KGgo${made(200, base64)}`,
  `https://docs.example.com/document/d/${made(44)}/edit`,
  `![plan](../img/${made(44)}.png)`,
  'id: 550e8400-e29b-41d4-a716-446655440000',
  'token: 550e8400-e29b-41d4-a716-446655440000',
  'A key that AWS shows as an example: AKIAIOSFODNN7EXAMPLE',
  ['gh', 'p_', 'x'.repeat(36)].join(''),
  'Begins with -----BEGIN RSA PRIVATE KEY-----',
  '-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----',
  pem('CERTIFICATE', 12),
  pem('PUBLIC KEY', 4),
  Buffer.from('patroni-11-db-gprd.c.example.internal is the name').toString('base64'),
])('no alarm: %s', (line) => expect(rulesIn(within(line))).toEqual([]))

test('a match has its place, its line, and words that show nothing of the secret', () => {
  const key = awsKey()
  const text = `# Cameras\r\n\r\n| Password |\n| -- |\n| Kq8vT2pX |\n\nThe key is ${key}.\n`
  expect(scanForSecrets(text)).toEqual([
    {
      rule: 'password',
      label: 'a password',
      from: text.indexOf('Kq8'),
      to: text.indexOf('Kq8') + 8,
      line: 5,
      shown: '8 characters, line 5',
    },
    {
      rule: 'aws-access-key',
      label: 'an AWS access key',
      from: text.indexOf(key),
      to: text.indexOf(key) + 20,
      line: 7,
      shown: 'AKIA…, 20 characters, line 7',
    },
  ])
})

test('whatever the text, places are in it and apart, and what is shown shows no secret', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'password: ',
      'Passwort=',
      '| Password |\n|--|\n| ',
      'token ',
      'key: "',
      'https://a:',
      '@h ',
      '\n',
      '`',
      '-----BEGIN PRIVATE KEY-----\n',
      'recovery codes: ',
      'İ',
      '😀',
      '\ud800',
      '\u0000',
      'PIN: ',
      '|',
      '**',
    ),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.integer({ min: 8, max: 80 }).map((length) => made(length)),
    fc.constantFrom(awsKey(), gitHubToken(), pem('PRIVATE KEY', 3)),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('')
      let end = 0
      for (const { rule, from, to, line, shown } of scanForSecrets(text)) {
        expect(from).toBeGreaterThanOrEqual(end)
        expect(to).toBeGreaterThan(from)
        expect(to).toBeLessThanOrEqual(text.length)
        expect(line).toBe(text.slice(0, from).split('\n').length)
        expect(secretRules).toHaveProperty(rule)
        expect(shown).toMatch(/^(?:[\w.:/-]{2,26}…, )?[\d,]+ characters, line \d+$/)
        if (to - from > 30) expect(shown).not.toContain(text.slice(to - 12, to))
        end = to
      }
    }),
    { numRuns: 300 },
  )
})

test('a secret is found wherever the parts of a long text begin', () => {
  const key = awsKey()
  for (const before of [15_985, 15_995, 15_999, 16_000, 31_990, 47_000]) {
    for (const filler of ['x ', 'words\n']) {
      const text = `${filler.repeat(before).slice(0, before)} ${key} ${'y '.repeat(20_000)}`
      expect(scanForSecrets(text).map(({ from }) => from)).toEqual([before + 1])
    }
    const password = `${'z '.repeat(before).slice(0, before)} password: Kq8vT2pX ${'y '.repeat(20_000)}`
    expect(rulesIn(password)).toEqual(['password'])
    const run = `${'z '.repeat(before).slice(0, before)} ${made(60)} ${'y '.repeat(20_000)}`
    expect(rulesIn(run)).toEqual(['high-entropy'])
  }
})

test('at most two hundred places are told, however full a text is', () => {
  expect(scanForSecrets('password: hunter2x\n'.repeat(5_000)).length).toBe(200)
})

// --- Time ----------------------------------------------------------------------------------------------------------

const fill = (piece: string) => piece.repeat(Math.ceil(200_000 / piece.length)).slice(0, 200_000)

/**
 * Processor time of this thread. A scan that goes over the text once takes some milliseconds, on a busy machine some more;
 * one that goes over it again from every place takes minutes. So the bound can be wide: no load alone passes it.
 */
function processorMs(text: string): number {
  const before = process.threadCpuUsage()
  scanForSecrets(text)
  return process.threadCpuUsage(before).user / 1_000
}
const mostMs = 500

// Each makes some expression look far ahead in vain, over and over.
const hostile = [
  'password ',
  'password: ',
  'passwordpassword',
  'password for a b c d e f g h i ',
  'password (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  'password="',
  'password=“',
  "password='a",
  'password:\n',
  'password:\n\n```\n',
  'password:\n> ',
  '<password>a',
  '|password|',
  '|password|\n',
  '| password |\n|---|\n',
  'key=',
  'key: a1B2c3D4e5F6g7H8',
  'token token ',
  'secret: ${',
  'a.b.c.d=',
  'eyJ',
  '-eyJ',
  'eyJa.eyJ',
  '-eyJaaaaaaaaaaaa.',
  'AKIA',
  'SK',
  ' SK',
  'sk-',
  '-sk-',
  '://',
  '://a:',
  'http://a:b',
  'http://a:b@',
  '-----BEGIN ',
  '-----BEGIN RSA PRIVATE KEY-----\n',
  '-----BEGIN A-----\naaaa\n',
  'PuTTY-User-Key-File-',
  '-----END ',
  'A',
  'a',
  'aB3',
  '=',
  ' ',
  '\n',
  '|',
  '-',
  '000000-',
  'recovery codes ',
  'recovery codes: 1234-abcd 5678-efgh ',
  'curl -u ',
  'mysql -p',
  ' -p',
  ' -u ',
  ' -c ',
  ' key ',
  'enable secret ',
  'community string ',
  'login: a / ',
  'bearer aaaaaaaaaaaaaaaaaaaa ',
  'net user ',
  'otpauth://totp/',
  'otpauth://totp/?secret=',
  'WIFI:',
  'WIFI:P:',
  'hooks.slack.com/services/',
  '?sig=',
  'SharedAccessSignature',
  '-us12',
  ':AA',
  'Q~',
  'İ',
  '😀',
  'totp aaaa bbbb cccc dddd ',
  'pin: 1234 ',
]

test.each([
  ...hostile,
  ...['password', '|', '-----BEGIN RSA PRIVATE KEY-----', 'eyJ'].flatMap((start) =>
    [' ', 'a', '|', '"'].map((rest) => `${start}¦${rest}`),
  ),
])('200,000 characters of %j are gone over once', (piece) => {
  const [start, rest] = piece.split('¦') as [string, string?]
  expect(processorMs(rest === undefined ? fill(start) : start + fill(rest))).toBeLessThan(mostMs)
})

test('half a million are, too', () => {
  for (const piece of ['password: a1 ', 'key=', '| password |\n|---|\n', 'recovery codes 12 ']) {
    expect(processorMs(piece.repeat(Math.ceil(500_000 / piece.length)))).toBeLessThan(2.5 * mostMs)
  }
})

test('a long text is scanned in parts, none of which takes long', () => {
  const scan = scanning(fill('Restart the relay, then look at the lamp. password: [[CR-31]] token, key\n'))
  let parts = 0
  let longest = 0
  for (;;) {
    const before = process.threadCpuUsage()
    const { done } = scan.next()
    longest = Math.max(longest, process.threadCpuUsage(before).user / 1_000)
    parts++
    if (done) break
  }
  expect(parts).toBe(14)
  expect(longest).toBeLessThan(mostMs / parts)
})

// --- False alarms --------------------------------------------------------------------------------------------------

const runbooks = path.join(import.meta.dirname, '../../../shared/data/runbooks-gitlab')

/**
 * Every alarm over these runbooks was looked at (docs/secrets-in-text.md). True: a secret that opened an upload. False:
 * passwords made up for an example and written like real ones.
 */
const looked = [
  'docs/patroni/patroni-management.md:217 password, false',
  'docs/patroni/patroni-management.md:219 password, false',
  'docs/uncategorized/uploads.md:48 secret, true',
  'docs/uncategorized/uploads.md:56 secret, true',
]

test.skipIf(!existsSync(runbooks))(
  'no alarm over 324 runbooks of GitLab that nobody has looked at (skipped where the runbooks are not there)',
  () => {
    const files = readdirSync(runbooks, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .sort()
    expect(files.length).toBe(324)
    const alarms = files.flatMap((file) =>
      scanForSecrets(readFileSync(path.join(runbooks, file), 'utf8')).map(
        ({ line, rule }) => `${file}:${line} ${rule}`,
      ),
    )
    expect(alarms).toEqual(looked.map((alarm) => alarm.replace(/, \w+$/, '')))
  },
)

test('no alarm over the texts of the demo organization', () => {
  const folder = path.join(import.meta.dirname, '../../client/demo/texts')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'))
  expect(files.length).toBeGreaterThan(50)
  expect(files.filter((file) => rulesIn(readFileSync(path.join(folder, file), 'utf8')).length > 0)).toEqual([])
})

test('the alphabet of the made secrets is mixed', () =>
  expect(new Set(made(200, alphanumeric)).size).toBeGreaterThan(40))
