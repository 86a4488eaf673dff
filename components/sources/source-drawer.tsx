'use client';

import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import { AllowedButton } from '@/components/data/allowed-button';
import { CopyButton } from '@/components/data/copy-button';
import { Fact, Facts } from '@/components/data/facts';
import { RelativeTime } from '@/components/data/relative-time';
import { Dash } from '@/components/data/table';
import { DeleteSourceDialog } from '@/components/sources/delete-source-dialog';
import { DescriptionForm } from '@/components/sources/description-form';
import { SecretSection } from '@/components/sources/secret-section';
import { SendSection } from '@/components/sources/send-section';
import { TestEventForm } from '@/components/sources/test-event-form';
import { toAddress } from '@/components/sources/to-address';
import { Drawer } from '@/components/ui/drawer';
import { IconButton } from '@/components/ui/icon-button';
import { DEFAULT_SOURCE } from '@/lib/sources/constants';
import type { SourceSummary } from '@/lib/sources/schema';

interface SourceDrawerProps {
  source: SourceSummary;
  /** Known only when it was made on this page. */
  secret: string | undefined;
  onSecret: (secret: string) => void;
  onClose: () => void;
}

/** Everything about one source: what it is, its secret, how to send to it, and a way to try it. */
export function SourceDrawer({ source, secret, onSecret, onClose }: SourceDrawerProps) {
  const [deleting, setDeleting] = useState(false);
  const opener = useRef(document.activeElement);
  const focusOpener = () => opener.current instanceof HTMLElement && opener.current.focus();
  const { name, description, hours, lastEventAt, creationTimestamp } = source;
  const address = toAddress(name);
  return (
    <Drawer title={`Source ${name}`} onClose={onClose} onClosed={focusOpener}>
      <header className="flex items-center gap-2 border-b px-4 py-2.5">
        <h2 className="min-w-0 flex-1 truncate font-semibold text-lg">{name}</h2>
        {name !== DEFAULT_SOURCE && (
          <AllowedButton permission="MANAGE_SOURCES" onClick={() => setDeleting(true)}>
            Delete
          </AllowedButton>
        )}
        <IconButton label="Close" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </header>
      <div className="grid min-h-0 flex-1 content-start gap-6 overflow-y-auto p-4 pb-10">
        <Facts>
          <Fact name="Address">
            <span className="flex items-center gap-1">
              <span className="wrap-anywhere font-mono text-xs">{address}</span>
              <CopyButton text={address} label="Copy the address" />
            </span>
          </Fact>
          <Fact name="24 hours">
            <span className="tabular">{hours.reduce((sum, count) => sum + count, 0).toLocaleString('en')}</span> events
          </Fact>
          <Fact name="Last event">{lastEventAt ? <RelativeTime timestamp={lastEventAt} /> : <Dash />}</Fact>
          <Fact name="Created">
            <RelativeTime timestamp={creationTimestamp} />
          </Fact>
        </Facts>
        <DescriptionForm name={name} description={description} />
        <SecretSection source={source} secret={secret} onSecret={onSecret} />
        <SendSection source={name} secret={secret} />
        <TestEventForm source={name} />
      </div>
      <DeleteSourceDialog source={source} open={deleting} onOpenChange={setDeleting} onDeleted={onClose} />
    </Drawer>
  );
}
