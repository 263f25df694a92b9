"""How many pictures a second the browser draws while a hand drags something.

A hand does not wait for the browser. The moves are sent at the pace of a mouse, whether
those before are answered or not; one after the other they would come as slowly as the
page takes them, and a slow page would seem as smooth as a quick one.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

from playwright.async_api import CDPSession, Page, async_playwright

# Milliseconds between two moves of a mouse, and how many there are.
_PACE = 8
_MOVES = 250
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
# Notes when a picture is drawn, and whether anything was drawn anew on a canvas for it.
_COUNT = """() => {
    const count = { times: [], drawn: 0, isDrawn: false };
    const paint = CanvasRenderingContext2D.prototype.drawImage;
    CanvasRenderingContext2D.prototype.drawImage = function (...parts) {
        count.isDrawn ||= this.canvas.isConnected;
        return paint.apply(this, parts);
    };
    const note = (now) => {
        count.times.push(now);
        count.drawn += count.isDrawn;
        count.isDrawn = false;
        if (window.count_) requestAnimationFrame(note);
        else CanvasRenderingContext2D.prototype.drawImage = paint;
    };
    window.count_ = count;
    requestAnimationFrame(note);
}"""
_STOP = (
    "() => { const { times, drawn } = count_; count_ = null; return [times, drawn]; }"
)


@dataclass(frozen=True, slots=True)
class Smoothness:
    """What was seen of one drag.

    Attributes:
        frames: Pictures a second.
        drawn: Of those, the ones for which a canvas was drawn anew, a second.
        longest: Milliseconds between two pictures, at most.
    """

    frames: float
    drawn: float
    longest: float


@dataclass(frozen=True, slots=True)
class Scene:
    """What is dragged.

    Attributes:
        address: Of a page.
        ready: A selector of what is there when it can be dragged.
        held: A selector of what is dragged, by its upper left corner.
    """

    address: str
    ready: str
    held: str


def watch_drags(
    scenes: tuple[Scene, ...], times: int, program: str
) -> list[list[Smoothness]]:
    """Drag in each scene by turns, and return what was seen of each.

    Args:
        scenes: Where to drag.
        times: How often.
        program: The browser.
    """
    # The tests' own browser is driven by an event loop of this thread.
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, _watch(scenes, times, program)).result()


async def _watch(
    scenes: tuple[Scene, ...], times: int, program: str
) -> list[list[Smoothness]]:
    seen: list[list[Smoothness]] = [[] for _ in scenes]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=program, args=list(_FLAGS)
        )
        page = await browser.new_page(viewport={"width": 1280, "height": 900})
        session = await page.context.new_cdp_session(page)
        for _ in range(times):
            for scene, found in zip(scenes, seen, strict=True):
                await page.goto(scene.address)
                await page.locator(scene.ready).wait_for()
                found.append(await _drag(page, session, scene.held))
        await browser.close()
    return seen


async def _drag(page: Page, session: CDPSession, held: str) -> Smoothness:
    box = await page.locator(held).bounding_box()
    assert box
    x, y = box["x"] + 12, box["y"] + 12
    await page.mouse.move(x, y)
    await page.mouse.down()
    # The first move takes the picture that is moved by those that follow.
    await page.mouse.move(x + 10, y + 10)
    await page.evaluate(_COUNT)
    moves = []
    for step in range(_MOVES):
        place = {"x": x + 10 + step, "y": y + 10 + step % 60}
        event = {"type": "mouseMoved", "button": "left", "buttons": 1, **place}
        moves.append(
            asyncio.create_task(session.send("Input.dispatchMouseEvent", event))
        )
        await asyncio.sleep(_PACE / 1000)
    moments, drawn = await page.evaluate(_STOP)
    await asyncio.gather(*moves)
    await page.mouse.up()
    seconds = (moments[-1] - moments[0]) / 1000
    return Smoothness(
        frames=round((len(moments) - 1) / seconds, 1),
        drawn=round(drawn / seconds, 1),
        longest=round(max(after - before for before, after in pairwise(moments)), 1),
    )
