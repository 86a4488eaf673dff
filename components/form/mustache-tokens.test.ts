import { describe, expect, it } from 'vitest';
import { mustacheTokens } from '@/components/form/mustache-tokens';

const read = (text: string) => mustacheTokens(text).map(({ kind, from, to }) => `${kind}:${text.slice(from, to)}`);

describe('the parts of {{…}}', () => {
  it.each([
    ['no tags', []],
    ['a {{content.email}} b', ['bracket:{{', 'path:content.email', 'bracket:}}']],
    ['{{{content.html}}}', ['bracket:{{{', 'path:content.html', 'bracket:}}}']],
    [
      '{{default content.[first name] "a}}b"}}',
      ['bracket:{{', 'keyword:default', 'path:content.[first name]', 'string:"a}}b"', 'bracket:}}'],
    ],
    [
      '{{#if (gt content.n 1)}}x{{else}}y{{/if}}',
      [
        'bracket:{{#',
        'keyword:if',
        'keyword:gt',
        'path:content.n',
        'literal:1',
        'bracket:}}',
        'bracket:{{',
        'keyword:else',
        'bracket:}}',
        'bracket:{{/',
        'keyword:if',
        'bracket:}}',
      ],
    ],
    ['{{!-- {{a}} --}}{{b}}', ['comment:{{!-- {{a}} --}}', 'bracket:{{', 'path:b', 'bracket:}}']],
    ['{{ @inputs.né ', ['bracket:{{', 'path:@inputs.né']],
    ['{{a {{b}}', ['bracket:{{', 'path:a', 'bracket:{{', 'path:b', 'bracket:}}']],
  ])('%s', (text, parts) => {
    expect(read(text)).toEqual(parts);
  });

  it('are found in linear time, however broken the text is', () => {
    const started = performance.now();
    mustacheTokens('{{'.repeat(100_000));
    mustacheTokens(`{{!--${'{{!-- '.repeat(20_000)}`);
    mustacheTokens(`{{a ${'"'.repeat(50_000)}`);
    expect(performance.now() - started).toBeLessThan(1_500);
  });
});
