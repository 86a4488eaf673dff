'use client';

import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { TemplateField } from '@/components/dispatchers/actions/mail/template-field';
import { ExpressionChipsField } from '@/components/form/expression-chips-field';
import { ExpressionField } from '@/components/form/expression-field';
import { Button } from '@/components/ui/button';

const EXPRESSION_EXAMPLE = '{{content.email}}';

export function MailFields({ name }: { name: string }) {
  const { getValues } = useFormContext();
  const [showsCopies, setShowsCopies] = useState(() => {
    const { cc, bcc } = getValues(`${name}.recipients`);
    return cc.length > 0 || bcc.length > 0;
  });
  return (
    <>
      <TemplateField name={name} />
      <ExpressionChipsField
        name={`${name}.recipients.to`}
        label="To"
        placeholder={`${EXPRESSION_EXAMPLE} or an address`}
        hint={
          <>
            Enter or a comma adds one. <code className="font-mono">{EXPRESSION_EXAMPLE}</code> is filled from the event.
          </>
        }
      />
      {showsCopies ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <ExpressionChipsField name={`${name}.recipients.cc`} label="Cc" optional />
          <ExpressionChipsField name={`${name}.recipients.bcc`} label="Bcc" optional />
        </div>
      ) : (
        <Button
          variant="ghost"
          size="sm"
          className="-my-2 -ml-2 justify-self-start"
          onClick={() => setShowsCopies(true)}
        >
          Add Cc or Bcc
        </Button>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <ExpressionField
          name={`${name}.language`}
          label="Language"
          optional
          placeholder="EN"
          hint={
            <>
              A code, or <code className="font-mono">{'{{default content.language "EN"}}'}</code>.
            </>
          }
        />
        <ExpressionField
          name={`${name}.timeZone`}
          label="Time zone"
          optional
          placeholder="UTC"
          hint="For dates in the template, such as Europe/Brussels."
        />
      </div>
    </>
  );
}
