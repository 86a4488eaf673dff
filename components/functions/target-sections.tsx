'use client';

import { PasswordField } from '@/components/form/password-field';
import { TextField } from '@/components/form/text-field';
import { SigningSecret } from '@/components/functions/signing-secret';
import { Card, CardHeader } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import type { FunctionDetail } from '@/lib/functions/usage/schema';

/** Where an HTTP function is called, and what its calls are signed with. */
export function HttpSection({ detail }: { detail: FunctionDetail | undefined }) {
  return (
    <Card aria-labelledby="target-heading">
      <CardHeader id="target-heading" title="Target" />
      <div className="grid gap-4 p-4">
        <TextField
          name="http.url"
          label="URL"
          autoComplete="off"
          inputMode="url"
          placeholder="https://example.org/tasks"
          hint="Gets the task as JSON by POST. It must be a public https address; a private one only when ALLOW_PRIVATE_TARGETS names it."
        />
        {detail ? (
          <SigningSecret detail={detail} />
        ) : (
          <Notice kind="quiet">
            Its signing secret is made when you create it, and shown once. With it the receiver checks who calls.
          </Notice>
        )}
      </div>
    </Card>
  );
}

export function LambdaSection({ hasCredentials }: { hasCredentials: boolean }) {
  return (
    <Card aria-labelledby="target-heading">
      <CardHeader id="target-heading" title="Target" />
      <div className="grid gap-4 p-4 sm:grid-cols-2">
        <TextField
          name="lambda.functionName"
          label="Lambda function"
          autoComplete="off"
          placeholder="erase-user-data"
          hint="Its name or ARN."
        />
        <TextField name="lambda.region" label="Region" autoComplete="off" placeholder="eu-west-1" />
        <TextField name="lambda.qualifier" label="Version or alias" optional autoComplete="off" placeholder="live" />
        <TextField
          name="lambda.endpoint"
          label="Endpoint"
          optional
          autoComplete="off"
          inputMode="url"
          hint="Only when it is not that of AWS."
        />
        <p className="text-muted sm:col-span-2">
          {hasCredentials
            ? 'Credentials are stored, encrypted, and never shown. Fill in both fields to replace them.'
            : 'Without credentials here, the server’s own AWS credentials are used.'}
        </p>
        <TextField
          name="lambda.credentials.accessKeyId"
          label="Access key id"
          optional
          autoComplete="off"
          placeholder={hasCredentials ? '••••••••' : undefined}
        />
        <PasswordField
          name="lambda.credentials.secretAccessKey"
          label="Secret access key"
          autoComplete="new-password"
        />
      </div>
    </Card>
  );
}
