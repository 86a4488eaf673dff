'use client';

import { TextareaField, TextField } from '@/components/form/text-field';
import { Card } from '@/components/ui/card';

export function IdentitySection({ isStored }: { isStored: boolean }) {
  return (
    <Card aria-label="Function" className="grid gap-4 p-4 sm:grid-cols-2">
      {!isStored && (
        <TextField
          name="name"
          label="Name"
          autoComplete="off"
          placeholder="erase-user-data"
          hint="Actions and schedules call it by this name; it cannot be changed later."
        />
      )}
      <TextareaField
        name="description"
        label="Description"
        optional
        className={isStored ? 'sm:col-span-2' : undefined}
      />
    </Card>
  );
}
