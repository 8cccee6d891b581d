/**
 * What the scanner knows, by name. The names stand in the audit trail and in answers of the API, so they stay; the
 * labels are for people: "Line 14 looks like an AWS access key."
 */
export const secretRules = {
  'private-key': 'a private key',
  'aws-access-key': 'an AWS access key',
  'aws-secret-key': 'an AWS secret key',
  'github-token': 'a GitHub token',
  'gitlab-token': 'a GitLab token',
  'slack-token': 'a Slack token',
  'slack-webhook': 'a Slack webhook',
  'discord-webhook': 'a Discord webhook',
  'teams-webhook': 'a Teams webhook',
  'stripe-key': 'a Stripe key',
  'google-key': 'a Google key',
  'azure-key': 'an Azure key',
  'openai-key': 'an OpenAI key',
  'anthropic-key': 'an Anthropic key',
  'twilio-key': 'a Twilio key',
  'sendgrid-key': 'a SendGrid key',
  'mailgun-key': 'a Mailgun key',
  'mailchimp-key': 'a Mailchimp key',
  'npm-token': 'an npm token',
  'pypi-token': 'a PyPI token',
  'docker-token': 'a Docker token',
  'vault-token': 'a HashiCorp Vault token',
  'terraform-token': 'a Terraform token',
  'digitalocean-token': 'a DigitalOcean token',
  'tailscale-key': 'a Tailscale key',
  'grafana-token': 'a Grafana token',
  'newrelic-key': 'a New Relic key',
  'sentry-token': 'a Sentry token',
  'atlassian-token': 'an Atlassian token',
  'databricks-token': 'a Databricks token',
  'shopify-token': 'a Shopify token',
  'square-token': 'a Square token',
  'telegram-token': 'a Telegram bot token',
  'huggingface-token': 'a Hugging Face token',
  'onepassword-token': 'a 1Password service token',
  'age-key': 'an age key',
  'wireguard-key': 'a WireGuard key',
  jwt: 'a signed token (JWT)',
  'bearer-token': 'a bearer token',
  'basic-auth': 'a sign-in for a web service',
  'basic-auth-url': 'a web address with a password in it',
  'connection-string': 'a connection string with a password',
  'otpauth-uri': 'a setup link for one-time codes',
  'totp-secret': 'a secret for one-time codes',
  'recovery-codes': 'recovery codes',
  'bitlocker-key': 'a BitLocker recovery key',
  'wifi-key': 'a Wi-Fi key',
  'pre-shared-key': 'a pre-shared key',
  'snmp-community': 'an SNMP community',
  'cisco-type-7': 'a Cisco type 7 password',
  'device-password': 'a password of a network device',
  password: 'a password',
  'well-known-password': 'a password that everybody knows',
  pin: 'a PIN',
  'api-key': 'an API key',
  token: 'a token',
  secret: 'a secret',
  'high-entropy': 'a key',
} as const

export type SecretRule = keyof typeof secretRules

/** Where it belongs in a credential: several lines, the seed of one-time codes, or one secret line. */
export function secretFieldOf(rule: SecretRule): 'key' | 'totp' | 'password' {
  if (rule === 'private-key' || rule === 'recovery-codes') return 'key'
  return rule === 'otpauth-uri' || rule === 'totp-secret' ? 'totp' : 'password'
}
