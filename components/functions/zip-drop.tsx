'use client';

import { FileArchive, Upload } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { type PickedZip, readPickedZip, toSize, type ZipFile } from '@/components/functions/zip';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Notice } from '@/components/ui/notice';

const SHOWN_FILES = 200;

interface ZipDropProps {
  id: string;
  picked: PickedZip | null;
  onPick: (zip: PickedZip | null) => void;
  /** A zip is stored already: the chosen one takes its place. */
  replaces: boolean;
}

/** Takes a zip by drag and drop or from the picker, and looks into it before anything is sent. */
export function ZipDrop({ id, picked, onPick, replaces }: ZipDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const [problem, setProblem] = useState<string>();
  const take = async (file: File | undefined) => {
    if (!file) return;
    const read = readPickedZip(file.name, new Uint8Array(await file.arrayBuffer()));
    setProblem(typeof read === 'string' ? read : undefined);
    onPick(typeof read === 'string' ? null : read);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button does the same
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
      className={cx(
        'grid justify-items-center gap-2 rounded-md border border-dashed px-4 py-6 text-center',
        isOver ? 'border-accent bg-accent-soft' : 'border-line-strong bg-sunken',
      )}
    >
      <FileArchive aria-hidden className="size-6 text-faint" />
      {picked ? (
        <p className="wrap-anywhere">
          <span className="font-medium">{picked.name}</span>{' '}
          <span className="text-muted">
            {toSize(picked.size)}, {picked.files.length} {picked.files.length === 1 ? 'file' : 'files'}
          </span>
        </p>
      ) : (
        <p className="text-muted">
          {replaces ? 'Drop a zip here to replace the code that is stored.' : 'Drop a zip here.'} At most 10 MB.
        </p>
      )}
      {problem && (
        <Notice kind="danger" role="alert" className="text-left">
          {problem}
        </Notice>
      )}
      <div className="flex flex-wrap justify-center gap-2">
        <Button id={id} onClick={() => input.current?.click()}>
          <Upload aria-hidden /> {picked ? 'Choose another zip' : 'Choose a zip'}
        </Button>
        {picked && (
          <Button variant="ghost" onClick={() => onPick(null)}>
            Remove
          </Button>
        )}
      </div>
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        aria-label="Zip file"
        tabIndex={-1}
        className="hidden"
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </div>
  );
}

/** What is in a zip: paths and sizes. */
export function ZipFiles({ label, files }: { label: string; files: readonly ZipFile[] }) {
  return (
    <div className="grid gap-1">
      <p className="font-medium text-xs">
        {label}: {files.length.toLocaleString('en')} {files.length === 1 ? 'file' : 'files'}
      </p>
      <ul
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list must scroll by keyboard, too
        tabIndex={0}
        className="max-h-56 overflow-y-auto rounded-md border bg-sunken px-3 py-2 font-mono text-xs"
      >
        {files.slice(0, SHOWN_FILES).map(({ path, size }) => (
          <li key={path} className="flex justify-between gap-4">
            <span className="wrap-anywhere">{path}</span>
            <span className="tabular shrink-0 text-muted">{toSize(size)}</span>
          </li>
        ))}
        {files.length > SHOWN_FILES && (
          <li className="text-muted">and {(files.length - SHOWN_FILES).toLocaleString('en')} more</li>
        )}
      </ul>
    </div>
  );
}
