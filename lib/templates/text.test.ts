import { describe, expect, it } from 'vitest';
import { htmlToText } from './text';

it('keeps what a reader reads', () => {
  const html = `<html><head><style>p{color:red}</style><title>T</title></head><body>
    <h1>Hello</h1><p>Dear Anna &amp; Co,<br>see <a href="https://x.org/a?b=1">this page</a> or <a href="https://y.org">https://y.org</a></p>
    <ul><li>one</li><li>two</li></ul><img src="x.png" alt="logo"><script>alert(1)</script></body></html>`;
  expect(htmlToText(html)).toBe(
    'Hello\n\nDear Anna & Co,\nsee this page (https://x.org/a?b=1) or https://y.org\n\n * one\n * two',
  );
});

it('text without tags stays as it is', () => {
  expect(htmlToText('  Hello\nthere  ')).toBe('Hello\nthere');
  expect(htmlToText('')).toBe('');
});

describe('hostile HTML ends within a second', () => {
  it.each([
    ['nested elements', '<div>'.repeat(200_000)],
    ['nested lists', '<ul><li>'.repeat(50_000)],
    ['nested tables', '<table><tr><td>'.repeat(50_000)],
    ['links left open', '<a href=x>'.repeat(100_000)],
  ])('%s are refused', (_what, html) => {
    const before = performance.now();
    expect(htmlToText(html)).toBeUndefined();
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  it.each([
    ['angles', '<'.repeat(500_000)],
    ['spaces', `<p>${' '.repeat(1_000_000)}`],
    ['comments', '<!--'.repeat(250_000)],
    ['attributes', `<p ${'a=1 '.repeat(250_000)}>`],
    ['just within the limit', `${'<blockquote>'.repeat(990)}x${'</blockquote>'.repeat(990)}`],
  ])('%s are converted', (_what, html) => {
    const before = performance.now();
    expect(htmlToText(html)).toBeTypeOf('string');
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
