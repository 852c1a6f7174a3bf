/** One attack in a thread of its own: what the attackers' own work costs is not counted as a slow answer. */
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { abortedUploads, guesses, slowBodies, streams } from '../test/attackers.ts';

/** What an attacker knows. */
export interface Target {
  readonly attack: Attack;
  readonly url: string;
  /** Access tokens. */
  readonly operator: string;
  readonly scientist: string;
  /** Of an account whose password is guessed. */
  readonly email: string;
}

const attacks = {
  'nothing else': () => pause(10_000),
  '300 slow bodies': (target: Target) => slowBodies(target, 300, 10_000),
  '600 streams': (target: Target) => streams(target, target.scientist, 600, 9_000),
  '200 uploads broken off': (target: Target) => abortedUploads(target, target.operator, 200),
  '400 guesses at once': (target: Target) => guesses(target, target.email, 400),
} as const;

export type Attack = keyof typeof attacks;
export const attackNames = Object.keys(attacks) as readonly Attack[];

if (parentPort) {
  const target = workerData as Target;
  await attacks[target.attack](target);
}
