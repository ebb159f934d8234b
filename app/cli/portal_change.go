package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/certificate"
	"gatehouse/backend/fault"
	"gatehouse/backend/keyservice"
	"gatehouse/backend/portal"
)

// portalForm adds the flags for what a person enters about a portal.
func portalForm(cmd *cobra.Command, form *admin.PortalForm) {
	f := cmd.Flags()
	f.StringVar(&form.Name, "name", "", "the name of the portal")
	f.StringVar(&form.URL, "url", "", "its address, such as https://contoso.powerappsportals.com")
	f.StringVar(&form.Organization.Name, "organization", "", "the name of its environment (organization)")
	f.StringVar(&form.Organization.URL, "organization-url", "", "the address of the environment")
	f.StringVar(&form.Organization.TenantID, "tenant", "", "the id of the Entra tenant")
}

func portalProvision(p *Program) *cobra.Command {
	var data, format string
	var form admin.PortalForm
	const example = `gatectl portal provision --name "Contoso Help" --url https://help.contoso.example --organization Contoso`
	cmd := &cobra.Command{
		Use:   "provision --name NAME --url URL --organization NAME",
		Short: "Create a local portal with an authentication key",
		Long: `Create a local portal: its application record with the public part of a new authentication key,
and the private part in the key store. The acting user becomes its owner.

Exit codes: 0 created, 2 wrong call, 3 could not finish.`,
		Example: "  " + example,
		Args:    none("Name the portal with --name."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			err := needed(cmd, example, "name", "url", "organization")
			if err == nil {
				err = checkFormat(format)
			}
			if err != nil {
				return err
			}
			return p.makePortal(cmd.Context(), data, format, func(ctx context.Context, program *wiring.Program) (portal.Portal, error) {
				return program.Portals.Provision(ctx, form)
			})
		},
	}
	dataFlag(cmd, &data)
	portalForm(cmd, &form)
	formatFlag(cmd, &format)
	return cmd
}

// makePortal runs what makes a portal and tells it.
func (p *Program) makePortal(
	ctx context.Context, data, format string, made func(context.Context, *wiring.Program) (portal.Portal, error),
) error {
	return p.withProgram(ctx, data, true, func(program *wiring.Program) error {
		it, err := made(ctx, program)
		if err != nil {
			return err
		}
		return p.tellPortal(it, nil, format) // nobody muted it yet
	})
}

func portalWatch(p *Program) *cobra.Command {
	var data, format, file, passwordFile string
	var form admin.PortalForm
	const example = `gatectl portal watch --name Intranet --certificate intranet.cer`
	cmd := &cobra.Command{
		Use:   "watch --name NAME --certificate FILE",
		Short: "Watch the key of a portal that is hosted elsewhere",
		Long: `Add a portal that is hosted elsewhere, with the certificate of its authentication key from FILE
(PEM, DER or PFX). The private part is not needed; one that comes with the file goes into the
key store. Where FILE needs no password it is watched from now on: put the certificate of the next
key in its place. FILE can be a folder too; the certificate in it that starts last counts.

Exit codes: 0 added, 2 wrong call, 3 could not finish.`,
		Example: "  " + example,
		Args:    none("Name the portal with --name."),
		RunE: func(cmd *cobra.Command, _ []string) error {
			err := needed(cmd, example, "name", "certificate")
			if err == nil {
				err = checkFormat(format)
			}
			if err != nil {
				return err
			}
			content, err := readCertificate(file, passwordFile)
			if err != nil {
				return err
			}
			return p.makePortal(cmd.Context(), data, format, func(ctx context.Context, program *wiring.Program) (portal.Portal, error) {
				it, err := program.Portals.Watch(ctx, form, content)
				if told, ok := errors.AsType[*fault.Fault](err); ok && errors.Is(err, certificate.ErrPassword) {
					err = told.WithHint("Put the password the file was exported with into a file, and name that with --password-file.")
				}
				return it, err
			})
		},
	}
	dataFlag(cmd, &data)
	portalForm(cmd, &form)
	formatFlag(cmd, &format)
	cmd.Flags().StringVar(&file, "certificate", "", "the file with the certificate, or a folder")
	cmd.Flags().StringVar(&passwordFile, "password-file", "", "a file whose first line is the password of a PFX")
	return cmd
}

// largestCertificate is more than any file with a certificate has.
const largestCertificate = 1 << 20

func readCertificate(file, passwordFile string) (admin.CertificateFile, error) {
	watched := file
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		if passwordFile != "" {
			return admin.CertificateFile{}, usage("Name the PFX itself.", "A folder is watched without a password.")
		}
		if file, err = keyservice.NewestFile(file); err != nil {
			return admin.CertificateFile{}, err
		}
	}
	content, err := readSmall(file)
	if err != nil {
		return admin.CertificateFile{}, err
	}
	read := admin.CertificateFile{Name: filepath.Base(file), Content: content}
	if passwordFile == "" {
		if read.Path, err = filepath.Abs(watched); err != nil {
			return admin.CertificateFile{}, fmt.Errorf("find %s: %w", file, err)
		}
	} else {
		text, err := readSmall(passwordFile)
		if err != nil {
			return admin.CertificateFile{}, err
		}
		line, _, _ := bytes.Cut(text, []byte("\n"))
		read.Password = string(bytes.TrimRight(line, "\r"))
	}
	return read, nil
}

func readSmall(file string) ([]byte, error) {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.New(fault.NotFound, "There is no file %q.", file).WithHint("Check the path.").At(file, 0)
	case err != nil:
	case info.IsDir():
		return nil, fault.New(fault.Invalid, "%q is a folder.", file).WithHint("Name a file.").At(file, 0)
	case info.Size() > largestCertificate:
		return nil, fault.New(fault.Invalid, "The file %q is too large for a certificate.", file).At(file, 0)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, fault.New(fault.Unreachable, "The file %q cannot be read.", file).
			WithHint("Check that you may read it.").At(file, 0).Because(err)
	}
	return content, nil
}

func portalRemove(p *Program) *cobra.Command {
	var data string
	var yes bool
	cmd := &cobra.Command{
		Use:   "remove PORTAL --yes",
		Short: "Remove a portal for good",
		Long: `Remove PORTAL (name or id) for good, with its snapshots and private keys. The activity log stays.
A portal whose key is being updated cannot be removed. This cannot be undone.

Exit codes: 0 removed, 2 wrong call, 3 could not finish.`,
		Example: `  gatectl portal remove "Contoso Help" --yes`,
		Args:    exactly("portal", `gatectl portal remove "Contoso Help" --yes`),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !yes {
				return usage("Add --yes if that is what you want.", "Removing a portal cannot be undone.")
			}
			ctx := cmd.Context()
			return p.withProgram(ctx, data, false, func(program *wiring.Program) error {
				it, err := findPortal(ctx, program, args[0])
				if err == nil && it.State != portal.Retired {
					it, err = program.Portals.Retire(ctx, it.ID, it.Version)
				}
				if err != nil {
					return err
				}
				return program.Portals.Remove(ctx, it.ID, it.Version)
			})
		},
	}
	dataFlag(cmd, &data)
	cmd.Flags().BoolVar(&yes, "yes", false, "remove without asking again")
	return cmd
}
