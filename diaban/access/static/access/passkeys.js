// Says in a sentence what went wrong with a passkey; the library itself only writes to the console.
(function () {
  const box = document.getElementById('passkey_error')
  if (!box) return
  function say (sentence) {
    box.textContent = sentence
    box.hidden = false
  }
  document.addEventListener('allauth.error', function (event) {
    event.preventDefault()
    say(box.dataset.failed)
  })
  // Browsers tie a passkey to a name: on a bare address there is none to tie it to.
  const bare = /^[\d.]+$|^\[/.test(location.hostname)
  if (bare || !window.PublicKeyCredential) {
    for (const button of document.querySelectorAll('[data-passkey]')) {
      button.addEventListener('click', function (event) {
        event.preventDefault()
        event.stopImmediatePropagation()
        say(bare ? box.dataset.address : box.dataset.failed)
      }, true)
    }
  }
})()
