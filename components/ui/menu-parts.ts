import type { Menu } from 'radix-ui/internal';
import { createContext, useContext } from 'react';

export type MenuParts = Pick<typeof Menu, 'Item' | 'Label' | 'Separator'>;

/** What the lines of a menu are made of: it comes with the open menu, so that a closed one weighs nothing. */
export const MenuPartsContext = createContext<MenuParts | undefined>(undefined);

export function useMenuParts(): MenuParts {
  const parts = useContext(MenuPartsContext);
  if (!parts) throw new Error('a line of a menu stands outside of a menu');
  return parts;
}
