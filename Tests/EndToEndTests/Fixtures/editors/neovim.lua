-- What an author does in Neovim: opens a notebook, reads the messages, completes an option, a reference and a name in
-- Swift. Each thing that is seen is a line of standard output.

local function report(what, text) io.stdout:write(what, ': ', text, '\n') end

-- Types `keys` as soon as `condition` holds, and goes on with `continue`.
local function when(condition, keys, continue)
  local timer = vim.loop.new_timer()
  timer:start(0, 50, vim.schedule_wrap(function()
    if timer:is_closing() or not condition() then return end
    timer:close()
    vim.api.nvim_input(keys)
    continue()
  end))
end

local function completes(line, text, continue)
  vim.api.nvim_input('<Esc>' .. line .. 'GA<C-x><C-o>')
  when(function() return vim.fn.getline(line):find(text, 1, true) end, '<C-y><Esc>', function()
    report('completed', vim.fn.getline(line))
    continue()
  end)
end

vim.cmd('edit notebook.md')
when(function() return #vim.diagnostic.get(0) >= 2 end, '', function()
  for _, message in ipairs(vim.diagnostic.get(0)) do
    report('message', (message.lnum + 1) .. ':' .. (message.col + 1) .. ': ' .. message.message)
  end
  completes(7, 'echo', function()
    completes(13, 'sec-size', function()
      completes(10, 'tripledSize', function() vim.cmd('qall!') end)
    end)
  end)
end)
