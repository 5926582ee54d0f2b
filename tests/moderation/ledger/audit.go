// Audits a Wenqu ledger over HTTP with Go's own checksum-database code: golang.org/x/mod/sumdb/note and tlog.
//
//	audit URL [-posts 1,2,3] [-from SIZE,SIZE...]
//
// It checks the checkpoint's signature, every entry against the tree, the proofs of posts, and that the tree goes on
// from each earlier size. It prints one line for each thing checked and exits 1 at the first that fails.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type ledger struct{ url string }

func (l ledger) get(path string) ([]byte, error) {
	response, err := http.Get(l.url + path)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != 200 {
		err = fmt.Errorf("%s: %s", path, response.Status)
	}
	return body, err
}

// tlog.TileReader: C2SP tlog-tiles leaves out the height that Go writes into a tile's path.
func (l ledger) Height() int                             { return height }
func (l ledger) SaveTiles(tiles []tlog.Tile, _ [][]byte) {}
func (l ledger) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := l.get("/ledger/" + strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// checkpoint opens a signed note with the ledger's key.
func checkpoint(signed []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("this is a checkpoint of another log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, errors.New("the checkpoint's root is no hash")
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree, nil
}

// entries checks that every leaf given out is the one in the tree.
func (l ledger) entries(tree tlog.Tree) error {
	reader := tlog.TileHashReader(tree, l)
	for start := int64(0); start < tree.N; start += 1 << height {
		width := min(tree.N-start, 1<<height)
		path := tlog.Tile{H: height, L: -1, N: start >> height, W: int(width)}.Path()
		data, err := l.get("/ledger/" + strings.Replace(path, "tile/8/data/", "tile/entries/", 1))
		if err != nil {
			return err
		}
		var indexes []int64
		for i := start; i < start+width; i++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, i))
		}
		hashes, err := reader.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for i := int64(0); i < width; i++ {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				return fmt.Errorf("the entries from %d on are cut off", start+1)
			}
			end := 2 + int(binary.BigEndian.Uint16(data))
			if tlog.RecordHash(data[2:end]) != hashes[i] {
				return fmt.Errorf("entry %d is not the one in the tree", start+i+1)
			}
			data = data[end:]
		}
		if len(data) > 0 {
			return fmt.Errorf("something follows entry %d", start+width)
		}
	}
	return nil
}

type proof struct {
	Entry      int64
	Leaf       string
	Path       []string
	Checkpoint string
}

// post checks the proof of one post: by the path it carries, and by one of our own out of the tiles.
func (l ledger) post(id string, tree tlog.Tree, verifier note.Verifier) error {
	data, err := l.get("/api/v1/posts/" + id + "/proof")
	if err != nil {
		return err
	}
	var got proof
	if err := json.Unmarshal(data, &got); err != nil {
		return err
	}
	signed, err := checkpoint([]byte(got.Checkpoint), verifier)
	if err != nil {
		return err
	}
	leaf := tlog.RecordHash([]byte(got.Leaf))
	var path tlog.RecordProof
	for _, step := range got.Path {
		hash, err := hex.DecodeString(step)
		if err != nil || len(hash) != tlog.HashSize {
			return errors.New("a step of the path is no hash")
		}
		var each tlog.Hash
		copy(each[:], hash)
		path = append(path, each)
	}
	if err := tlog.CheckRecord(path, signed.N, signed.Hash, got.Entry-1, leaf); err != nil {
		return err
	}
	own, err := tlog.ProveRecord(tree.N, got.Entry-1, tlog.TileHashReader(tree, l))
	if err != nil {
		return err
	}
	return tlog.CheckRecord(own, tree.N, tree.Hash, got.Entry-1, leaf)
}

// earlier checks that the tree goes on from the tree of its first leaves, whose root is worked out from the entries.
func (l ledger) earlier(size int64, tree tlog.Tree) error {
	root, err := tlog.TreeHash(size, tlog.TileHashReader(tree, l))
	if err != nil {
		return err
	}
	path, err := tlog.ProveTree(tree.N, size, tlog.TileHashReader(tree, l))
	if err != nil {
		return err
	}
	return tlog.CheckTree(path, tree.N, tree.Hash, size, root)
}

// since checks that the tree goes on from a checkpoint that was kept.
func (l ledger) since(file string, tree tlog.Tree, verifier note.Verifier) error {
	signed, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	kept, err := checkpoint(signed, verifier)
	if err != nil {
		return err
	}
	if kept.N > tree.N {
		return fmt.Errorf("the ledger had %d entries and has %d now", kept.N, tree.N)
	}
	path, err := tlog.ProveTree(tree.N, kept.N, tlog.TileHashReader(tree, l))
	if err != nil {
		return err
	}
	return tlog.CheckTree(path, tree.N, tree.Hash, kept.N, kept.Hash)
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}

func told(what string, err error) {
	if err != nil {
		fmt.Printf("FAILED %s: %v\n", what, err)
		os.Exit(1)
	}
	fmt.Println("ok", what)
}

func numbers(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' })
}

func main() {
	posts := flag.String("posts", "", "posts whose proofs are checked")
	sizes := flag.String("from", "", "earlier sizes the tree must go on from")
	kept := flag.String("kept", "", "files with checkpoints the tree must go on from")
	flag.Parse()
	l := ledger{strings.TrimSuffix(flag.Arg(0), "/")}

	key, err := l.get("/ledger/vkey")
	told("key", err)
	verifier, err := note.NewVerifier(string(bytes.TrimSpace(key)))
	told("key is one", err)
	signed, err := l.get("/ledger/checkpoint")
	told("checkpoint", err)
	tree, err := checkpoint(signed, verifier)
	told("signature", err)
	told(fmt.Sprintf("%d entries", tree.N), l.entries(tree))
	for _, id := range numbers(*posts) {
		told("post "+id, l.post(id, tree, verifier))
	}
	for _, each := range numbers(*sizes) {
		size, err := strconv.ParseInt(each, 10, 64)
		told("a size", err)
		told("goes on from "+each, l.earlier(size, tree))
	}
	for _, file := range numbers(*kept) {
		told("goes on from a kept checkpoint", l.since(file, tree, verifier))
	}
}
