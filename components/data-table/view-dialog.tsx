"use client";

import { FormCheckbox, FormTextField } from "@/components/form/fields";
import { FormDialog } from "@/components/form/form-dialog";
import { ConfirmDialog } from "@/components/ui/dialog";
import { Name } from "@/components/ui/name";
import { NewView, type SavedView } from "@/lib/domains/views/schema";

const ViewName = NewView.pick({ name: true, shared: true });

export interface ViewDialogProps {
  /** The one to be renamed; undefined for a new one. */
  view: SavedView | undefined;
  mayShare: boolean;
  onClose: () => void;
  onSave: (values: { name: string; shared: boolean }) => Promise<void>;
}

/** The name of a view, and whether everyone sees it. */
export function ViewDialog({ view, mayShare, onClose, onSave }: ViewDialogProps) {
  return (
    <FormDialog
      isOpen
      onClose={onClose}
      title={
        view === undefined ? (
          "Save as a new view"
        ) : (
          <>
            Rename the view “<Name>{view.name}</Name>”
          </>
        )
      }
      schema={ViewName}
      defaultValues={{ name: view?.name ?? "", shared: view?.shared ?? false }}
      submit={onSave}
      submitLabel={view === undefined ? "Save view" : "Rename view"}
      busyLabel={view === undefined ? "Saving" : "Renaming"}
    >
      {view === undefined ? (
        <p className="text-sm text-fg-soft">It keeps the search, filters, sort and columns as they are now.</p>
      ) : null}
      <FormTextField name="name" label="Name" limit={60} autoFocus />
      {mayShare ? <FormCheckbox name="shared">Show it to everyone</FormCheckbox> : null}
    </FormDialog>
  );
}

export interface DeleteViewProps {
  view: SavedView;
  onClose: () => void;
  onDelete: () => Promise<void>;
}

export function DeleteView({ view, onClose, onDelete }: DeleteViewProps) {
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={
        <>
          Delete the view “<Name>{view.name}</Name>”?
        </>
      }
      consequence={view.shared ? "It goes for everyone. What it showed stays." : "What it showed stays."}
      confirmLabel="Delete view"
      busyLabel="Deleting"
      danger
      onConfirm={onDelete}
    />
  );
}
