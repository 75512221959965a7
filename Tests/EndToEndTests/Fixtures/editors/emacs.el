;; What an author does in Emacs: opens a notebook, reads the messages, completes an option and a reference. Each
;; thing that is seen is a line of standard output.

(defun wait-for (condition)
  (while (not (funcall condition)) (accept-process-output nil 0.05)))

(defun complete (line)
  (goto-char (point-min))
  (forward-line (1- line))
  (end-of-line)
  (completion-at-point)
  (princ (format "completed: %s\n" (buffer-substring (line-beginning-position) (line-end-position)))))

(find-file "notebook.md")
;; Eglot connects after the next command; there is none without a terminal.
(run-hooks 'post-command-hook)
(wait-for #'eglot-current-server)
(wait-for (lambda () (> (length (flymake-diagnostics)) 1)))
(dolist (message (flymake-diagnostics))
  (let ((place (flymake-diagnostic-beg message)))
    (princ (format "message: %d:%d: %s\n" (line-number-at-pos place)
                   (1+ (- place (save-excursion (goto-char place) (line-beginning-position))))
                   (string-remove-prefix "nbrun: " (flymake-diagnostic-text message))))))
(complete 7)
(complete 13)
(set-buffer-modified-p nil)
(kill-emacs 0)
