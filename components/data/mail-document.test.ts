import { expect, test } from 'vitest';
import { toMailDocument } from '@/components/data/mail-document';

test('the policy that forbids scripts and requests stands before everything of the mail', () => {
  const html = '<!doctype html><html><head><script>x</script></head><body>Hello</body></html>';
  const document = toMailDocument(html);
  expect(document.indexOf("default-src 'none'")).toBeGreaterThan(0);
  expect(document.indexOf("default-src 'none'")).toBeLessThan(document.indexOf('<script>'));
});

test('the mail itself is shown unchanged', () => {
  expect(toMailDocument('<p class="a">Dag, Zoë & co</p>')).toContain('<body><p class="a">Dag, Zoë & co</p></body>');
});
