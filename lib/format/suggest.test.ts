import { describe, expect, it } from 'vitest';
import { suggest } from './suggest';

const KNOWN = ['user_deleted', 'user_created', 'order.placed', 'a', 'ab'];

describe('a suggestion', () => {
  it.each([
    ['user_deletd', ['user_deleted']],
    ['user_deleetd', ['user_deleted']],
    ['usr_deleted', ['user_deleted']],
    ['user_deleteed', ['user_deleted']],
    ['userDeleted', ['user_deleted']],
    ['User-Deleted', ['user_deleted']],
    ['order_placed', ['order.placed']],
    ['USER_CREATD', ['user_created']],
  ])('for %s is %s', (name, suggestions) => {
    expect(suggest(name, KNOWN)).toEqual(suggestions);
  });

  it.each(['user_renamed', 'invoice_paid', 'b', 'ac', ''])('is not made for %s, which is something else', (name) => {
    expect(suggest(name, KNOWN)).toEqual([]);
  });

  it('is never the name itself, and there are at most 3, the likeliest first', () => {
    const known = ['order_1', 'order_2', 'order_3', 'order_4', 'order__x'];
    expect(suggest('order_x', [...known, 'order_x'])).toEqual(['order__x', 'order_1', 'order_2']);
  });
});
