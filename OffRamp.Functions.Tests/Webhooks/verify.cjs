// Reads {secret, headers, body: base64} from stdin and has the npm package standardwebhooks verify it: "verified", or why not.
const { Webhook } = require('standardwebhooks');

let input = '';
process.stdin.on('data', (chunk) => { input += chunk; });
process.stdin.on('end', () => {
  const { secret, headers, body } = JSON.parse(input);
  try {
    new Webhook(secret).verify(Buffer.from(body, 'base64').toString('utf8'), headers);
    console.log('verified');
  } catch (e) {
    console.log(e.message);
  }
});
