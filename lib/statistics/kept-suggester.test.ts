import { expect, it } from 'vitest';
import { keepSuggester } from './kept-suggester';

it('suggests from the names of this look, also when it knew others before', () => {
  const suggesterOf = keepSuggester();
  expect(suggesterOf(['user_deleted'])('user_deletd')).toEqual(['user_deleted']);
  expect(suggesterOf(['user_deleted'])('user_deletd')).toEqual(['user_deleted']);
  expect(suggesterOf(['user_created'])('user_deletd')).toEqual([]);
  expect(suggesterOf(['user_deleted', 'user_deletes'])('user_deletd')).toEqual(['user_deleted', 'user_deletes']);
});
