/** What the image's health check runs: ends with 0 where the system of this container is ready, else with 1. Says what it found. */
import http from 'node:http';

/** Less than what the check is given, so that it ends by itself and says why. */
const patienceMs = 4_000;

const request = http.get({ host: '127.0.0.1', port: process.env.PORT, path: '/health/ready', timeout: patienceMs });
request.once('timeout', () => request.destroy(new Error(`no answer within ${patienceMs} ms`)));
request.once('error', ({ message }) => {
  process.stdout.write(`${message}\n`);
  process.exitCode = 1;
});
request.once('response', (response) => {
  process.exitCode = response.statusCode === 200 ? 0 : 1;
  response.pipe(process.stdout);
});
