// `npm test`: installs what is missing and runs everything, from types to a real browser against the production build.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, install, ROOT } from '../lib/server/build.mjs';

process.chdir(ROOT);
process.env.NEXT_TELEMETRY_DISABLED = '1';
const reports = mkdtempSync(path.join(tmpdir(), 'dispatchers-test-'));
const total = { passed: 0, failed: 0 };
/** What could not be tested on this machine, with the reason: neither passed nor failed. */
const skipped = [];
/** What failed, by name, told once more at the end: the runners tell it far above. */
const failures = [];

install();
check('format and lint', 'npx', ['biome', 'check', '--error-on-warnings', '.']);
check('versions', 'npm', ['run', '--silent', 'versions']);
check('types', 'npm', ['run', '--silent', 'types']);
suite('unit and integration', 'vitest', ['run', '--reporter=default', '--reporter=json'], (report) => ({
  args: [`--outputFile.json=${report}`],
  count({ numPassedTests, numFailedTests, testResults }) {
    for (const { name, assertionResults } of testResults)
      for (const { status, fullName } of assertionResults)
        if (status === 'failed') failures.push(`${path.relative(ROOT, name)}: ${fullName}`);
    return { passed: numPassedTests, failed: numFailedTests };
  },
}));
await build();
const { ensureBrowser } = await import('./browser.mjs');
ensureBrowser();
suite('end to end', 'playwright', ['test'], (report) => ({
  env: { E2E_REPORT: report },
  count({ stats, suites }) {
    readSuites(suites);
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
  },
}));

tell('Not tested on this machine', skipped);
tell('Failed', failures);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 ? 0 : 1);

/** A command that passes or fails as a whole. */
function check(title, command, args) {
  const { status } = run(title, command, args, {});
  if (status === 0) total.passed++;
  else fail(title);
}

function fail(what) {
  total.failed++;
  failures.push(what);
}

function tell(heading, lines) {
  if (lines.length > 0) process.stdout.write(`\n${heading}:\n${lines.map((line) => `  ${line}\n`).join('')}`);
}

/** A test runner, which tells in a report how many passed. One that ends badly without a failed test counts as one failure. */
function suite(title, command, args, toReport) {
  const report = path.join(reports, `${command}.json`);
  const { args: more = [], env = {}, count } = toReport(report);
  const { status } = run(title, 'npx', [command, ...args, ...more], env);
  const counted = readReport(report, count);
  total.passed += counted.passed;
  total.failed += counted.failed;
  if (counted.failed === 0 && status !== 0) fail(`${title}: ended with ${status}, and without a failed test`);
}

function readSuites(suites) {
  for (const { suites: inner = [], specs } of suites) {
    readSuites(inner);
    for (const { title, file, line, ok, tests } of specs) {
      if (!ok) failures.push(`e2e/${file}:${line}: ${title}`);
      const annotations = tests.flatMap((test) => (test.status === 'skipped' ? test.annotations : []));
      const reason = annotations.find((annotation) => annotation.type === 'skip');
      if (tests.some((test) => test.status === 'skipped'))
        skipped.push(`${title}: ${reason?.description ?? 'no reason given'}`);
    }
  }
}

function readReport(report, count) {
  try {
    return count(JSON.parse(readFileSync(report, 'utf8')));
  } catch (error) {
    failures.push(`no report could be read: ${error.message}`);
    return { passed: 0, failed: 1 };
  }
}

function run(title, command, args, env) {
  process.stdout.write(`\n── ${title}\n`);
  const started = Date.now();
  const result = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  process.stdout.write(`── ${title}: ${((Date.now() - started) / 1_000).toFixed(1)} s\n`);
  return result;
}
